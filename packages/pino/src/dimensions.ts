import {
  type Dimensions,
  type Properties,
  type PropertySerializer,
  type Tags,
  TRACE_FIELDS,
  withCustomFields,
} from '@azmon/core'
import type { FoundError } from './find-error'
import type { Level } from './levels'
import type { LineRecord } from './line-record'
import { PLACED_FIELDS } from './map-context'
import { ERROR_PLACED, isSerializedError, type SerializedError } from './serialized-error'

/** What has been found in a record. */
export interface Findings {
  readonly record: LineRecord
  /** The record with what the logger has written of itself in it. */
  readonly logger: LineRecord
  /** What the log call has given: the record itself, or an object in it. */
  readonly fields: LineRecord
  /** Fields of the record that have places of their own. */
  readonly placed: ReadonlySet<string>
  readonly level: Level
  readonly error: FoundError | undefined
  readonly tags: Tags | undefined
}

/** Everything in a record that has no place of its own, and what its error carries beside message and stack. */
export function dimensionsOf(findings: Findings, write: PropertySerializer): Dimensions {
  const { record, logger, fields, placed, level, error, tags } = findings
  const properties = write.properties(record, fields === record ? withKey(placed, error) : placed)
  if (fields !== record) Object.assign(properties, write.properties(fields, withKey(PLACED_FIELDS, error)))
  addOwnFields(properties, level, logger['name'], write)
  if (error !== undefined) addErrorFields(properties, error.serialized, write)
  if (tags?.['ai.operation.id'] === undefined) for (const key of TRACE_FIELDS) write.add(properties, key, fields[key])
  return withCustomFields(properties, fields, write)
}

/** The level in the logger's word, and the name of the logger, unless the log call says them itself. */
function addOwnFields(properties: Properties, level: Level, name: unknown, write: PropertySerializer): Properties {
  if (properties['level'] === undefined) write.add(properties, 'level', level.word)
  const key = typeof name === 'string' && properties['logger'] === undefined ? 'logger' : 'name'
  if (properties[key] === undefined) write.add(properties, key, name)
  return properties
}

/** A cause that is no error is not part of the exception. */
export function placedOf({ cause }: SerializedError): ReadonlySet<string> {
  return isSerializedError(cause) ? new Set(ERROR_PLACED).add('cause') : ERROR_PLACED
}

// --- helpers, in order of use ---

function withKey(placed: ReadonlySet<string>, error: FoundError | undefined): ReadonlySet<string> {
  return error === undefined ? placed : new Set(placed).add(error.key)
}

/** The application's own (`code` …). What the log call says itself wins. */
function addErrorFields(properties: Properties, serialized: SerializedError, write: PropertySerializer): void {
  for (const [name, value] of Object.entries(write.properties(serialized, placedOf(serialized)))) {
    properties[name] ??= value
  }
}
