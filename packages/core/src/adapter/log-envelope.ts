import { isoTime } from '../clock'
import type { Dimensions, Properties, TelemetryData } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import { exceptionData } from '../envelope/exception'
import { isList, readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { inheritSampling } from './active-operation'
import type { ActiveOperation } from './context-keys'
import { CUSTOM_FIELDS, customEvent, withCustomFields } from './custom-fields'
import { type FoundError, isSerializedError, SERIALIZED_FIELDS } from './find-error'
import { SEVERITY_OF_LEVEL, severityOfNumber } from './level-severities'
import type { LevelMap, RecordsAs } from './log-options'
import { recordTime } from './record-time'

/** What an adapter has found in one record of its logger. */
export interface LogRecord {
  /** Everything that was logged. Each field becomes a property unless it is in `placed`; read once, never written. */
  readonly fields: object
  /** Fields that are no properties, because they are passed below or say nothing. @default placedFields() */
  readonly placed?: ReadonlySet<string> | undefined
  /** Properties that are not among the fields, or replace them. */
  readonly more?: Readonly<Record<string, unknown>> | undefined
  /** The message: any value. Beside an error, a text that only repeats the error's message is left out. */
  readonly text: unknown
  /** The level's name, or its number if it has no name. It becomes the property `level`. */
  readonly level: unknown
  /** @default what `levelMap` and `SEVERITY_OF_LEVEL` say of a name, `severityOfNumber` of a number, else Information */
  readonly severityLevel?: SeverityLevel | undefined
  /** The logger's name. It becomes the property `logger`, unless it is no string or the fields have a `logger`. */
  readonly logger?: unknown
  /** When the record says it was logged; see `recordTime`. A value that is not accepted becomes the property `timeKey`. */
  readonly time?: unknown
  /** @default 'timestamp' */
  readonly timeKey?: string | undefined
  /** The time if the record has none. @default Date.now() */
  readonly nowMs?: number | undefined
  /** From `findError`. */
  readonly error?: FoundError | undefined
  /** The host that the record comes from. Another host than `ownHost` is the record's role instance. */
  readonly hostname?: unknown
}

/** What is the same for all records of a logger. */
export interface LogContext {
  /** `LogSink.properties`: redacts, flattens and limits values as the client's options say. */
  readonly serializer: PropertySerializer
  readonly recordsAs: RecordsAs
  readonly levelMap?: LevelMap | undefined
  /** This host's name; undefined if records have no host, or if `namesInstance` of the options applies to all of them. */
  readonly ownHost?: string | undefined
}

/**
 * One record of any logger -> one envelope. This is what is the same for every logger: a custom event if the record is
 * marked as one (`customEvent`, or `recordsAs: 'event'`), an exception if it has an error, else a trace; with custom
 * dimensions and measurements, the fields that the error carries, the operation and its sample rate.
 *
 * Never changes the record. Pure, apart from the default of `nowMs`.
 */
export function logEnvelope(record: LogRecord, operation: ActiveOperation | undefined, context: LogContext): Envelope {
  const { fields, error, time, timeKey = 'timestamp', nowMs = Date.now() } = record
  const { serializer, recordsAs, levelMap } = context
  const dimensions = dimensionsOf(record, serializer)
  const { properties } = dimensions
  const acceptedTime = recordTime(time, nowMs)
  if (acceptedTime === undefined && properties[timeKey] === undefined) serializer.add(properties, timeKey, time)
  const severityLevel = record.severityLevel ?? severityOf(record.level, levelMap)
  const text = textOf(record.text, error, serializer)
  const found = error && { value: error.value, key: error.key ?? 'error' }
  const data = logData(
    { text, severityLevel, event: customEvent(fields), error: found, dimensions },
    recordsAs,
    serializer,
  )
  const envelope: Envelope = { time: acceptedTime ?? isoTime(nowMs), data }
  const tags = logTags(operation, record.hostname, context.ownHost)
  if (tags !== undefined) envelope.tags = tags
  return inheritSampling(operation?.sampleRate, envelope)
}

/** The fields of a record that are not properties: `names`, and those that mark events, dimensions and measurements. */
export function placedFields(...names: readonly string[]): ReadonlySet<string> {
  return new Set([...CUSTOM_FIELDS, ...names])
}

/** Adds the properties `level` and `logger` unless the record has its own. Returns `properties` itself. */
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

/** The tags of the operation, and the role instance if the record comes from another host. */
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

const PLACED = placedFields()

function dimensionsOf(
  { fields, placed = PLACED, more = {}, level, logger, error }: LogRecord,
  serializer: PropertySerializer,
): Dimensions & { readonly properties: Properties } {
  const except = error?.key === undefined ? placed : new Set(placed).add(error.key)
  const properties = serializer.properties(fields, except)
  for (const [key, value] of Object.entries(more)) serializer.add(properties, key, value)
  addNames(properties, level, logger, serializer)
  if (error !== undefined) addErrorFields(properties, error, serializer)
  return { ...withCustomFields(properties, fields, serializer), properties }
}

/** Fields of the record win over those of its error. */
function addErrorFields(properties: Properties, { value, fields }: FoundError, serializer: PropertySerializer): void {
  const carried: Properties = {}
  if (fields !== undefined) Object.assign(carried, serializer.properties(fields, placedOfError(fields)))
  // Neither is a field that can be enumerated. Errors among them are in the exception already.
  const cause = readField(Object(value), 'cause')
  if (!isError(cause)) serializer.add(carried, 'cause', cause)
  const listed = readField(Object(fields), isError(fields) ? 'errors' : 'aggregateErrors')
  if (isList(listed) && hasOtherValues(listed)) serializer.add(carried, 'errors', listed)
  for (const [name, text] of Object.entries(carried)) properties[name] ??= text
}

/** winston writes `level` on the errors that it is given. */
const ERROR_PLACED: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])
const SERIALIZED_PLACED: ReadonlySet<string> = new Set(SERIALIZED_FIELDS)
const SERIALIZED_PLACED_WITH_CAUSE: ReadonlySet<string> = new Set([...SERIALIZED_FIELDS, 'cause'])

/** The fields of an error that are part of the exception. Each other field becomes a property. */
export function placedOfError(fields: object): ReadonlySet<string> {
  if (isError(fields)) return ERROR_PLACED
  return isSerializedError(readField(fields, 'cause')) ? SERIALIZED_PLACED_WITH_CAUSE : SERIALIZED_PLACED
}

/** An exception shows no more errors than these. */
const MAX_LISTED = 20

function hasOtherValues(listed: readonly unknown[]): boolean {
  try {
    return listed.slice(0, MAX_LISTED).some((each) => !isError(each) && !isSerializedError(each))
  } catch {
    return false // a Proxy of the application
  }
}

function severityOf(level: unknown, levelMap: LevelMap = {}): SeverityLevel {
  if (typeof level === 'number' && !Number.isNaN(level)) return levelMap[level] ?? severityOfNumber(level)
  const name = String(typeof level === 'string' ? level : '')
  return lookUp(levelMap, name) ?? lookUp(SEVERITY_OF_LEVEL, name.toLowerCase()) ?? SeverityLevel.Information
}

/** A level may be called `constructor`. */
function lookUp(levels: LevelMap, name: string): SeverityLevel | undefined {
  return Object.hasOwn(levels, name) ? levels[name] : undefined
}

function textOf(message: unknown, error: FoundError | undefined, serializer: PropertySerializer): string {
  const text = serializer.text(message)
  return error !== undefined && text === readField(Object(error.value), 'message') ? '' : text
}

/** What a record has in it. */
interface RecordParts {
  readonly text: string
  readonly severityLevel: SeverityLevel
  /** The custom event that it is marked as. */
  readonly event: string | undefined
  /** The error, and the property that holds it if the record does not become an exception. */
  readonly error: { readonly value: unknown; readonly key: string } | undefined
  readonly dimensions: Dimensions
}

/** An event if the record is marked as one or all are, an exception if it has an error, else a trace. */
function logData(record: RecordParts, recordsAs: RecordsAs, serializer: PropertySerializer): TelemetryData {
  const { text, severityLevel, error, dimensions } = record
  const { properties = {} } = dimensions
  const event = record.event ?? (recordsAs === 'event' ? text || messageOf(error?.value) : undefined)
  if (event === undefined && error === undefined) {
    return { baseType: 'MessageData', baseData: { message: text, severityLevel, ...dimensions } }
  }
  if (text !== '' && text !== event) addText(properties, text)
  if (event === undefined) {
    return { baseType: 'ExceptionData', baseData: { ...exceptionData(error?.value), severityLevel, ...dimensions } }
  }
  if (error !== undefined) serializer.add(properties, error.key, error.value)
  return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
}

/** A field of the application that is called `message` keeps its name, as in a trace. */
function addText(properties: Properties, text: string): void {
  const { message = text } = properties
  properties[message === text ? 'message' : 'logMessage'] = text
}

function messageOf(error: unknown): string {
  const message = readField(Object(error), 'message')
  return typeof message === 'string' ? message : ''
}
