import { isError, type Measurements, type Properties, type PropertySerializer } from '@azmon/core'
import type { Gathered } from './arguments'
import type { FoundError } from './find-error'
import { isSpreadable, LEVEL, type LogInfo, levelOf, read } from './log-info'
import type { MapContext } from './map-context'
import { UNCAUGHT_NOISE } from './uncaught'

/** What every kind of telemetry carries beside its own. */
export interface Dimensions {
  readonly properties: Properties
  readonly measurements?: Measurements
}

/** Everything in a record that has no place of its own, and what its error carries beside message and stack. */
export function dimensionsOf(gathered: Gathered, found: FoundError | undefined, context: MapContext): Dimensions {
  const { record, nameless } = gathered
  const { write } = context
  const properties = write.properties(record, found === undefined ? PLACED : placedOf(record, found))
  addNames(properties, gathered, context)
  if (found !== undefined) addErrorFields(properties, record, found, write)
  for (const key of DIMENSIONS) addDimensions(properties, key, read(record, key), write)
  if (nameless.length > 0) write.add(properties, 'splat', nameless)
  const measurements: Measurements = {}
  for (const key of MEASUREMENTS) addMeasurements(measurements, properties, key, read(record, key), write)
  return Object.keys(measurements).length === 0 ? { properties } : { properties, measurements }
}

// --- helpers, in order of use ---

/** The second spelling of each is that of OpenCensus. */
const DIMENSIONS = ['customDimensions', 'custom_dimensions']
const MEASUREMENTS = ['measurements', 'custom_measurements']

/** They have places of their own, or are looked at one by one. */
const PLACED: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'customEvent',
  ...DIMENSIONS,
  ...MEASUREMENTS,
])

/** What winston copies from an error into the record; a cause that is no error is not part of the exception. */
function placedOf(record: LogInfo, { error, key, uncaught }: FoundError): ReadonlySet<string> {
  const placed = new Set(PLACED)
  if (key !== undefined) placed.add(key)
  if (uncaught !== undefined) for (const noise of UNCAUGHT_NOISE) placed.add(noise)
  for (const field of ['name', 'stack']) if (isCopy(record, error, field)) placed.add(field)
  if (isCopy(record, error, 'cause') && isError(read(record, 'cause'))) placed.add('cause')
  return placed
}

function isCopy(record: LogInfo, error: unknown, field: string): boolean {
  return read(record, field) === read(Object(error), field)
}

function addNames(properties: Properties, { record, meta }: Gathered, { write, logger }: MapContext): void {
  // An object that was a record before has winston's level; any other has its own, which winston has written over.
  const own = meta === undefined || LEVEL in meta ? undefined : read(meta, 'level')
  write.add(properties, 'level', own ?? levelOf(record))
  const name = logger ?? read(record, 'label')
  if (properties['logger'] === undefined && typeof name === 'string') properties['logger'] = name
  const customEvent = read(record, 'customEvent')
  if (typeof customEvent !== 'string' || customEvent === '') write.add(properties, 'customEvent', customEvent)
}

/** The application's own (`code` …). What the log call says itself wins. */
function addErrorFields(properties: Properties, record: LogInfo, found: FoundError, write: PropertySerializer): void {
  const { error, uncaught } = found
  if (uncaught !== undefined) properties['uncaught'] = uncaught
  if (!isError(error)) return
  const cause = read(error, 'cause')
  if (!isError(cause) && properties['cause'] === undefined) write.add(properties, 'cause', cause)
  if (Object.is(error, record)) return
  for (const [name, value] of Object.entries(write.properties(error, ERROR_PLACED))) properties[name] ??= value
}

const ERROR_PLACED: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])

function addDimensions(properties: Properties, key: string, value: unknown, write: PropertySerializer): void {
  if (isSpreadable(value)) Object.assign(properties, write.properties(value))
  else write.add(properties, key, value)
}

function addMeasurements(
  measurements: Measurements,
  properties: Properties,
  key: string,
  value: unknown,
  write: PropertySerializer,
): void {
  if (!isSpreadable(value)) return write.add(properties, key, value)
  for (const name of Object.keys(value)) {
    const measurement = read(value, name)
    if (typeof measurement === 'number') measurements[name] = measurement
    else write.add(properties, name, measurement)
  }
}
