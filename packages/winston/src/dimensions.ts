import {
  CUSTOM_FIELDS,
  type Dimensions,
  isError,
  type Properties,
  type PropertySerializer,
  readField,
  withCustomFields,
} from '@azmon/core'
import type { Gathered } from './arguments'
import type { FoundError } from './find-error'
import { LEVEL, type LogInfo, levelOf } from './log-info'
import type { MapContext } from './map-context'
import { UNCAUGHT_NOISE } from './uncaught'

/** Everything in a record that has no place of its own, and what its error carries beside message and stack. */
export function dimensionsOf(gathered: Gathered, found: FoundError | undefined, context: MapContext): Dimensions {
  const { record, nameless } = gathered
  const { write } = context
  const properties = write.properties(record, found === undefined ? PLACED : placedOf(record, found))
  addNames(properties, levelNamed(gathered), loggerNamed(record, context), write)
  if (found !== undefined) addErrorFields(properties, record, found, write)
  if (nameless.length > 0) write.add(properties, 'splat', nameless)
  return withCustomFields(properties, record, write)
}

/** Adds what the record's level and its logger are called. Returns `properties` itself. */
function addNames(properties: Properties, level: unknown, logger: unknown, write: PropertySerializer): Properties {
  write.add(properties, 'level', level)
  if (properties['logger'] === undefined && typeof logger === 'string') write.add(properties, 'logger', logger)
  return properties
}

export function loggerNamed(record: LogInfo, { logger }: MapContext): unknown {
  return logger ?? readField(record, 'label')
}

/** They have places of their own, or are looked at one by one. */
export const PLACED: ReadonlySet<string> = new Set(['level', 'message', 'timestamp', ...CUSTOM_FIELDS])

// --- helpers, in order of use ---

/** An object that was a record before has winston's level; any other has its own, which winston has written over. */
function levelNamed({ record, meta }: Gathered): unknown {
  const own = meta === undefined || LEVEL in meta ? undefined : readField(meta, 'level')
  return own ?? levelOf(record)
}

/** What winston copies from an error into the record; a cause that is no error is not part of the exception. */
function placedOf(record: LogInfo, { error, key, uncaught }: FoundError): ReadonlySet<string> {
  const placed = new Set(PLACED)
  if (key !== undefined) placed.add(key)
  if (uncaught !== undefined) for (const noise of UNCAUGHT_NOISE) placed.add(noise)
  for (const field of ['name', 'stack']) if (isCopy(record, error, field)) placed.add(field)
  if (isCopy(record, error, 'cause') && isError(readField(record, 'cause'))) placed.add('cause')
  return placed
}

function isCopy(record: LogInfo, error: unknown, field: string): boolean {
  return readField(record, field) === readField(Object(error), field)
}

/** The application's own (`code` …). What the log call says itself wins. */
function addErrorFields(properties: Properties, record: LogInfo, found: FoundError, write: PropertySerializer): void {
  const { error, uncaught } = found
  if (uncaught !== undefined) properties['uncaught'] = uncaught
  if (!isError(error)) return
  const cause = readField(error, 'cause')
  if (!isError(cause) && properties['cause'] === undefined) write.add(properties, 'cause', cause)
  if (Object.is(error, record)) return
  for (const [name, value] of Object.entries(write.properties(error, ERROR_PLACED))) properties[name] ??= value
}

const ERROR_PLACED: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])
