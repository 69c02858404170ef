import { isoTime } from '../clock'
import type { Dimensions, Properties, TelemetryData } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import { exceptionData } from '../envelope/exception'
import { isList, readField } from '../envelope/fields'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { inheritSampling } from './active-operation'
import type { ActiveOperation } from './context-keys'
import { CUSTOM_FIELDS, customEvent, withCustomFields } from './custom-fields'
import { errorProperties } from './error-fields'
import { type FoundError, namedByStack } from './find-error'
import { severityOf } from './level-severities'
import type { LevelMap, RecordsAs } from './log-options'
import { recordTime } from './record-time'

/** The parts of one record, as an adapter has found them. */
export interface LogRecord {
  /** Everything that was logged. Each field becomes a property unless it is in `excluded`. Fields are read once and not changed. */
  readonly fields: object
  /** Names of fields that do not become properties, because they are passed below or not useful. @default excludedFields() */
  readonly excluded?: ReadonlySet<string> | undefined
  /** Additional properties, which replace fields of the same name. */
  readonly more?: Readonly<Record<string, unknown>> | undefined
  /**
   * The message: any value. If the record has an error, a text that repeats the error's message is dropped. Undefined for a
   * record without a message: if it becomes a trace, its text is the JSON of its fields.
   */
  readonly text: unknown
  /** The level's name, or its number if it has no name. It becomes the property `level`. */
  readonly level: unknown
  /** @default from `levelMap` or the usual names for a name, from `severityOfNumber` for a number, else Information */
  readonly severityLevel?: SeverityLevel | undefined
  /** The logger's name. A string becomes the property `logger`, unless the fields have a `logger`. */
  readonly logger?: unknown
  /** The time that the record gives; see `recordTime`. A value that is not accepted becomes the property `timeKey`. */
  readonly time?: unknown
  /** @default 'timestamp' */
  readonly timeKey?: string | undefined
  /** The time for a record that gives no accepted time. @default Date.now() */
  readonly nowMs?: number | undefined
  /** From `findError`. */
  readonly error?: FoundError | undefined
  /** The host that the record comes from. If it differs from `ownHost`, it becomes the role instance. */
  readonly hostname?: unknown
}

/** The settings that all records of a logger share. */
export interface LogContext {
  /** `LogSink.properties`, which redacts, flattens and limits values according to the client's options. */
  readonly serializer: PropertySerializer
  readonly recordsAs: RecordsAs
  readonly levelMap?: LevelMap | undefined
  /** The name of this host; undefined if records have no host, or if the options set one role instance for all records. */
  readonly ownHost?: string | undefined
}

/**
 * Maps one record of any logger to an envelope. The record becomes a custom event if it has a `customEvent` or `recordsAs` is
 * `'event'`, an exception if it has an error, and a trace otherwise. The envelope gets the custom dimensions and measurements,
 * the fields of the error, the operation and its sample rate.
 *
 * Does not change the record. Pure, except for the default of `nowMs`.
 */
export function logEnvelope(record: LogRecord, operation: ActiveOperation | undefined, context: LogContext): Envelope {
  const { time, timeKey = 'timestamp', nowMs = Date.now() } = record
  const { serializer, recordsAs, levelMap } = context
  const error = record.error && namedByStack(record.error, record.text)
  const event = customEvent(record.fields)
  const isTextless = record.text === undefined && error === undefined && event === undefined
  const fields = isTextless ? readAll(record.fields) : record.fields
  const except = allExcluded(record)
  const dimensions = dimensionsOf(record, fields, except, serializer)
  const { properties } = dimensions
  const acceptedTime = recordTime(time, nowMs)
  if (acceptedTime === undefined && properties[timeKey] === undefined) serializer.add(properties, timeKey, time)
  const isUncaught = error?.uncaught !== undefined
  const severityLevel = isUncaught
    ? SeverityLevel.Critical
    : (record.severityLevel ?? severityOf(record.level, levelMap))
  const message = isTextless ? textOfFields(fields, except) : record.text
  const text = isUncaught ? '' : textOf(message, error, serializer) // its text repeats the error
  const found = error && { value: error.value, key: error.key ?? 'error' }
  const data = logData({ text, severityLevel, event, error: found, dimensions }, recordsAs, serializer)
  const envelope: Envelope = { time: acceptedTime ?? isoTime(nowMs), data }
  const tags = logTags(operation, record.hostname, context.ownHost)
  if (tags !== undefined) envelope.tags = tags
  return inheritSampling(operation?.sampleRate, envelope)
}

/** Returns the fields that do not become properties: `names`, and those for events, dimensions and measurements. */
export function excludedFields(...names: readonly string[]): ReadonlySet<string> {
  return new Set([...CUSTOM_FIELDS, ...names])
}

/** Adds the properties `level` and `logger` unless the record already has them. Returns `properties` itself. */
export function addNames(
  properties: Properties,
  level: unknown,
  logger: unknown,
  serializer: PropertySerializer,
): Properties {
  if (properties['level'] === undefined) serializer.add(properties, 'level', level)
  if (properties['logger'] === undefined && typeof logger === 'string') serializer.add(properties, 'logger', logger)
  return properties
}

/** Returns the tags of the operation, and the role instance if the record comes from another host. */
export function logTags(
  operation: ActiveOperation | undefined,
  hostname: unknown,
  ownHost: string | undefined,
): Tags | undefined {
  const isForeign = ownHost !== undefined && typeof hostname === 'string' && hostname !== ownHost
  if (isForeign) return { ...operation?.tags, 'ai.cloud.roleInstance': hostname }
  return operation && { ...operation.tags } // a copy: other records have the same operation
}

// --- helpers, in order of use ---

/** Reads each field once, because the text and the properties need the values. */
function readAll(fields: object): object {
  try {
    return { ...fields }
  } catch {
    return fields // a getter or Proxy has thrown; the serializer handles that
  }
}

const EXCLUDED = excludedFields()

/** Also excludes the fields that repeat the error, and a stack without content, which nest-winston writes. */
function allExcluded({ fields, excluded = EXCLUDED, error }: LogRecord): ReadonlySet<string> {
  const except = [...(error?.repeated ?? [])]
  if (error?.key !== undefined) except.push(error.key)
  if (isEmptyList(readField(fields, 'stack'))) except.push('stack')
  return except.length === 0 ? excluded : new Set([...excluded, ...except])
}

function isEmptyList(stack: unknown): boolean {
  if (!isList(stack)) return false
  const length = readField(stack, 'length')
  return length === 0 || (length === 1 && (readField(stack, 0) ?? null) === null)
}

function dimensionsOf(
  { more = {}, level, logger, error }: LogRecord,
  fields: object,
  except: ReadonlySet<string>,
  serializer: PropertySerializer,
): Dimensions & { readonly properties: Properties } {
  const properties = serializer.properties(fields, except)
  for (const [key, value] of Object.entries(more)) serializer.add(properties, key, value)
  addNames(properties, level, logger, serializer)
  serializer.add(properties, 'uncaught', error?.uncaught)
  if (error !== undefined) {
    // A field of the record takes precedence over a field of its error.
    for (const [name, text] of Object.entries(errorProperties(error, serializer))) properties[name] ??= text
  }
  return { ...withCustomFields(properties, fields, serializer), properties }
}

function textOf(message: unknown, error: FoundError | undefined, serializer: PropertySerializer): string {
  const text = serializer.text(message)
  return error !== undefined && text === readField(Object(error.value), 'message') ? '' : text
}

/** Returns the text of a record without a message: its fields. Empty if it has none. */
function textOfFields(fields: object, except: ReadonlySet<string>): unknown {
  const names = Object.keys(fields).filter((name) => !except.has(name) && readField(fields, name) !== undefined)
  return names.length === 0 ? '' : Object.fromEntries(names.map((name) => [name, readField(fields, name)]))
}

/** The parts of a record that decide which type of item it becomes. */
interface RecordParts {
  readonly text: string
  readonly severityLevel: SeverityLevel
  /** The name in its field `customEvent`. */
  readonly event: string | undefined
  /** The error, and the property that it becomes if the record does not become an exception. */
  readonly error: { readonly value: unknown; readonly key: string } | undefined
  readonly dimensions: Dimensions
}

/** Returns an event if the record has a `customEvent` or all are events, an exception if it has an error, else a trace. */
function logData(record: RecordParts, recordsAs: RecordsAs, serializer: PropertySerializer): TelemetryData {
  const { text, severityLevel, error, dimensions } = record
  const { properties = {} } = dimensions
  const event = record.event ?? (recordsAs === 'event' ? text || messageOf(error?.value) : undefined)
  if (event === undefined && error === undefined) {
    return { baseType: 'MessageData', baseData: { message: text, severityLevel, ...dimensions } }
  }
  if (text !== '' && text !== event) addText(properties, text)
  if (event === undefined) {
    const exception = exceptionData(error?.value, (value) => serializer.text(value))
    return { baseType: 'ExceptionData', baseData: { ...exception, severityLevel, ...dimensions } }
  }
  if (error !== undefined) serializer.add(properties, error.key, error.value)
  return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
}

/** Adds the text as `message`, or as `logMessage` if the application has logged a field that is called `message`. */
function addText(properties: Properties, text: string): void {
  const { message = text } = properties
  properties[message === text ? 'message' : 'logMessage'] = text
}

function messageOf(error: unknown): string {
  const message = readField(Object(error), 'message')
  return typeof message === 'string' ? message : ''
}
