import { isoTime } from '../clock'
import { detached } from '../detached'
import { readField } from '../envelope/fields'
import { MAX_MESSAGE, MAX_PROPERTY } from '../envelope/limits'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import type { PreserializedTrace } from '../item/serialize'
import type { ActiveOperation } from './context-keys'
import { CUSTOM_FIELDS } from './custom-fields'
import { exceptionFields, inheritedFields, listedErrors, otherCause } from './error-fields'
import { FLATTENED_ERROR_KEYS, type FoundError, namedByStack } from './find-error'
import type { LogRecord } from './log-envelope'
import { PlainExceptions } from './plain-exceptions'
import { jsonString } from './plain-json'
import type { KeyPlace, PlainKey } from './plain-keys'
import type { PlainLimits } from './plain-limits'
import { PlainLine } from './plain-line'
import { type Fields, PlainValues } from './plain-values'
import { recordTime } from './record-time'

/** The parts of a plain record that are not in its properties. */
export interface PlainItem {
  /** ISO-8601; no character needs an escape. */
  readonly time: string
  readonly tags: Tags | undefined
  /** The sample rate of the operation. */
  readonly sampleRate: number | undefined
  /** The level's name. */
  readonly level: unknown
  readonly severityLevel: SeverityLevel
  /** The logger's name, if it has one. */
  readonly logger: unknown
  /** From `findError`. */
  readonly error: FoundError | undefined
  /** Whether the record itself has a property with this key, which then takes precedence over that of the error. */
  readonly hasProperty: (key: PlainKey) => boolean
}

/** A record for `logEnvelope`. It may turn out not to be plain, and its time may be invalid. */
export interface PlainRecord extends LogRecord {
  readonly fields: Fields
  readonly text: string
  readonly severityLevel: SeverityLevel
  readonly nowMs: number
}

/**
 * Writes plain records directly as the JSON of items, in a third of the time that mapping and serializing take. The result is
 * identical to that of mapping, byte for byte. A record that is unusual in any way must be mapped instead.
 */
export class PlainWriter {
  readonly #values: PlainValues
  readonly #limits: PlainLimits
  readonly #exceptions: PlainExceptions
  readonly #redactor: PropertySerializer['redactor']
  /** False if the names of levels or loggers may be secrets, which must be redacted and counted in every record. */
  readonly #writesNames: boolean
  #names: Names = { level: undefined, logger: undefined, json: '' }
  /** Reads the fields of a record that is a line of JSON. */
  readonly line: PlainLine

  /** The fields in `excluded` are not properties. A record with a field in `mapped` must be mapped. */
  constructor(serializer: PropertySerializer, excluded: ReadonlySet<string>, mapped: readonly string[] = []) {
    const mustMap = new Set([...CUSTOM_FIELDS, 'logger', ...FLATTENED_ERROR_KEYS, ...mapped])
    const placeOf = (name: string): KeyPlace =>
      mustMap.has(name) ? 'mapped' : excluded.has(name) ? 'excluded' : 'property'
    this.#values = new PlainValues(serializer, placeOf)
    this.#limits = this.#values.limits
    this.#exceptions = new PlainExceptions(this.#limits)
    this.#redactor = serializer.redactor
    this.#writesNames = !NAMES.some((name) => this.#redactor.mayBeSecret(name))
    this.line = new PlainLine(this.#values)
  }

  /** Begins a record. Returns false if this writer cannot write any record. */
  begin(): boolean {
    this.#limits.begin()
    return this.#writesNames
  }

  /** Writes a record whose text is a string and whose error, if any, is in a field. Returns undefined if it must be mapped. */
  write(record: PlainRecord, operation: ActiveOperation | undefined): PreserializedTrace | undefined {
    const { fields, text, level, severityLevel, logger, error, time: given, nowMs } = record
    if (!this.begin() || (error === undefined ? text === '' : error.fields === undefined)) return undefined
    const time = given === undefined ? isoTime(nowMs) : recordTime(given, nowMs)
    const properties = time === undefined ? undefined : this.#properties(fields, error?.key)
    if (time === undefined || properties === undefined) return undefined
    // If the record has an error and a property `message`, the text becomes `logMessage`, which only mapping does.
    if (error !== undefined && properties.includes('"message":')) return undefined
    if (error !== undefined && namedByStack(error, text) !== error) return undefined
    const hasText = text !== '' && text !== readField(Object(error?.value), 'message')
    const hasProperty = ({ name, place }: PlainKey) =>
      place === 'property' && name !== error?.key && fields[name] !== undefined
    const { tags, sampleRate } = operation ?? NO_OPERATION
    const item = { time, tags, sampleRate, level, severityLevel, logger, error, hasProperty }
    return this.end(item, hasText ? this.#message(text, error !== undefined) : '', properties)
  }

  /** Returns the fields as the JSON of properties, except the field `except`. Returns undefined if the record must be mapped. */
  #properties(fields: Fields, except: string | undefined): string | undefined {
    const names = Object.keys(fields)
    if (names.length > MAX_FIELDS) return undefined
    let properties = ''
    for (let index = 0; index < names.length; index++) {
      const key = this.#values.keys.of(names[index] as string)
      if (key.place === 'excluded' || key.name === except) continue
      const value = fields[key.name]
      if (value === undefined) continue
      if (key.place === 'mapped') return undefined
      if (key.role !== 'unsafe') properties += `${key.json}${this.#values.property(key, value, fields)},`
    }
    return properties
  }

  /** Returns the text as JSON: the message of a trace or, if the record has an error, a property. */
  #message(text: string, isBesideError: boolean): string {
    return this.#limits.truncatedJson(text, isBesideError ? MAX_PROPERTY : MAX_MESSAGE)
  }

  /** Does the same for a text that already is JSON, in the form in which `JSON.stringify` writes it. */
  messageIn(json: string, isBesideError: boolean): string {
    const isShort = json.length <= (isBesideError ? MAX_PROPERTY : MAX_MESSAGE)
    return isShort ? json : this.#message(JSON.parse(json), isBesideError)
  }

  /** Returns the value as the JSON of a property. */
  property(key: PlainKey, value: unknown): string {
    return this.#values.property(key, value, {})
  }

  /** Ends a record. `message` is empty if an error was logged without a message. Returns undefined if the record must be mapped. */
  end(item: PlainItem, message: string, properties: string): PreserializedTrace | undefined {
    const { time, tags, sampleRate, level, severityLevel, logger, error, hasProperty } = item
    // Warnings and errors are kept even if their trace is not. @see inheritSampling
    const rate = sampleRate !== undefined && severityLevel >= SeverityLevel.Warning ? 100 : sampleRate
    if (rate === 0) return undefined // mapping counts a record that is dropped
    let all = properties + this.#namesOf(level, logger)
    if (error !== undefined)
      all += this.#errorProperties(error, hasProperty) + (message === '' ? '' : `,"message":${message}`)
    const head = error === undefined ? `"message":${message}` : this.#exceptions.write(error.value as Error)
    const truncated = this.#limits.end()
    if (truncated === undefined) return undefined
    const data = `${head},"severityLevel":${severityLevel},"properties":{${all}}`
    const baseType = error === undefined ? 'MessageData' : 'ExceptionData'
    return { time, tags, sampleRate: rate, severityLevel, baseType, data, truncated }
  }

  #errorProperties({ value, fields: own = {} }: FoundError, hasProperty: PlainItem['hasProperty']): string {
    this.#limits.beginFields()
    const fields = own as Fields
    const excluded = exceptionFields(fields)
    let properties = ''
    const names = Object.keys(fields)
    if (names.length > MAX_FIELDS || otherCause(value) !== undefined) this.#limits.requireMapping()
    if (listedErrors(fields).length > 0 || inheritedFields(fields).length > 0) this.#limits.requireMapping()
    for (const name of names) {
      const key = this.#values.keys.of(name)
      const value = fields[name]
      if (excluded.has(name) || value === undefined || key.role === 'unsafe') continue
      if (!isPlainOfError(key) || hasProperty(key)) this.#limits.requireMapping()
      properties += `,${key.json}${this.#values.property(key, value, fields)}`
    }
    return properties
  }

  /** Returns the last properties, `level` and `logger`. They are cached, because most records have those of the previous record. */
  #namesOf(level: unknown, logger: unknown): string {
    if (level !== this.#names.level || logger !== this.#names.logger) {
      const areNames = this.#isPlainName(level) && (typeof logger !== 'string' || this.#isPlainName(logger))
      if (!areNames) return this.#limits.requireMapping()
      const loggerJson = typeof logger === 'string' ? `,"logger":${jsonString(logger)}` : ''
      this.#names = {
        level,
        logger: typeof logger === 'string' ? detached(logger) : logger,
        json: `"level":${jsonString(level)}${loggerJson}`,
      }
    }
    return this.#names.json
  }

  #isPlainName(name: unknown): name is string {
    return typeof name === 'string' && name.length <= MAX_NAME && !this.#redactor.holdsSecret(name)
  }
}

// --- helpers, in order of use ---

const NO_OPERATION = { tags: undefined, sampleRate: undefined }

/** Only mapping can drop the fields beyond this limit. */
const MAX_FIELDS = 1_000

const NAMES = ['level', 'logger']

/**
 * Whether the field of an error can be appended to the properties. Integer keys would come first, `name` would look like part
 * of an entry, and mapping also finds the fields that every object inherits.
 */
function isPlainOfError({ name, place, role, isIndex }: PlainKey): boolean {
  return place !== 'mapped' && role === 'plain' && !NAMES.includes(name) && !isIndex && !(name in Object.prototype)
}

interface Names {
  readonly level: unknown
  readonly logger: unknown
  readonly json: string
}

const MAX_NAME = 1_024
