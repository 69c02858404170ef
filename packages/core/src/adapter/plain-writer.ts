import { readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { MAX_MESSAGE, MAX_PROPERTY } from '../envelope/limits'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import type { PreserializedTrace } from '../item/serialize'
import { CUSTOM_FIELDS } from './custom-fields'
import type { FoundError } from './find-error'
import { placedOfError } from './log-envelope'
import type { PlainAccount } from './plain-account'
import { PlainExceptions } from './plain-exceptions'
import { jsonString } from './plain-json'
import { detached, type KeyPlace, type PlainKey } from './plain-keys'
import { PlainLine } from './plain-line'
import { type Fields, PlainValues } from './plain-values'

/** What a plain record says beside its properties. */
export interface PlainItem {
  /** ISO-8601: nothing in it needs an escape. */
  readonly time: string
  readonly tags: Tags | undefined
  /** Of the operation. */
  readonly sampleRate: number | undefined
  /** The level's name. */
  readonly level: unknown
  readonly severityLevel: SeverityLevel
  /** The logger's name, if it has one. */
  readonly logger: unknown
  /** From `findError`. */
  readonly error: FoundError | undefined
  /** Whether the record itself has a property of this key, which then wins over that of the error. */
  readonly hasProperty: (key: PlainKey) => boolean
}

/**
 * Writes the items of plain records straight to JSON, in a third of the time that it takes to map them and write that. An item
 * is what mapping makes of the record, byte for byte; what is strange in any way is left to mapping.
 */
export class PlainWriter {
  readonly #values: PlainValues
  readonly #account: PlainAccount
  readonly #exceptions: PlainExceptions
  readonly #redactor: PropertySerializer['redactor']
  /** Names of levels and loggers that are secrets are redacted, and counted, in every record. */
  readonly #writesNames: boolean
  #names: Names = { level: undefined, logger: undefined, json: '' }
  /** The fields of a record that is a line of JSON. */
  readonly line: PlainLine

  /** `placed` are fields that are no properties. A record with one of `elsewhere` is left to mapping. */
  constructor(serializer: PropertySerializer, placed: ReadonlySet<string>, elsewhere: readonly string[] = []) {
    const strange = new Set([...CUSTOM_FIELDS, 'logger', ...elsewhere])
    const placeOf = (name: string): KeyPlace =>
      strange.has(name) ? 'elsewhere' : placed.has(name) ? 'own' : 'property'
    this.#values = new PlainValues(serializer, placeOf)
    this.#account = this.#values.account
    this.#exceptions = new PlainExceptions(this.#account)
    this.#redactor = serializer.redactor
    this.#writesNames = !NAMES.some((name) => this.#redactor.mayBeSecret(name))
    this.line = new PlainLine(this.#values)
  }

  /** Begins a record. False if none can be written. */
  begin(): boolean {
    this.#account.begin()
    return this.#writesNames
  }

  /** Whether an error can be written: one that was found with its fields. */
  canWrite({ value, fields }: FoundError): boolean {
    return isError(value) && fields !== undefined
  }

  /** The properties of an object's fields, but for the one under `except`; undefined for a record that is left to mapping. */
  properties(fields: Fields, except: string | undefined): string | undefined {
    const names = Object.keys(fields)
    if (names.length > MAX_FIELDS) return undefined
    let properties = ''
    for (let index = 0; index < names.length; index++) {
      const key = this.#values.keys.of(names[index] as string)
      if (key.place === 'own' || key.name === except) continue
      const value = fields[key.name]
      if (value === undefined) continue
      if (key.place === 'elsewhere') return undefined
      if (key.role !== 'unsafe') properties += `${key.json}${this.#values.property(key, value, fields)},`
    }
    return properties
  }

  /** A string as the message of a trace, or as a property beside an error. */
  message(text: string, isBesideError: boolean): string {
    return this.#account.cut(text, isBesideError ? MAX_PROPERTY : MAX_MESSAGE)
  }

  /** The same for a string as `JSON.stringify` writes it. */
  messageIn(json: string, isBesideError: boolean): string {
    const isShort = json.length <= (isBesideError ? MAX_PROPERTY : MAX_MESSAGE)
    return isShort ? json : this.message(JSON.parse(json), isBesideError)
  }

  /** The property of a value, in JSON. */
  property(key: PlainKey, value: unknown): string {
    return this.#values.property(key, value, {})
  }

  /** Ends a record; `message` is empty if nothing was said beside an error. Undefined for one that is left to mapping. */
  end(item: PlainItem, message: string, properties: string): PreserializedTrace | undefined {
    const { time, tags, sampleRate, level, severityLevel, logger, error, hasProperty } = item
    // Warnings and errors are kept even if their trace is not. @see inheritSampling
    const rate = sampleRate !== undefined && severityLevel >= SeverityLevel.Warning ? 100 : sampleRate
    if (rate === 0) return undefined // it is left out, and counted
    let all = properties + this.#namesOf(level, logger)
    if (error !== undefined)
      all += this.#errorProperties(error, hasProperty) + (message === '' ? '' : `,"message":${message}`)
    const head = error === undefined ? `"message":${message}` : this.#exceptions.write(error.value as Error)
    const truncated = this.#account.end()
    if (truncated === undefined) return undefined
    const data = `${head},"severityLevel":${severityLevel},"properties":{${all}}`
    const baseType = error === undefined ? 'MessageData' : 'ExceptionData'
    return { time, tags, sampleRate: rate, severityLevel, baseType, data, truncated }
  }

  #errorProperties({ value, fields: own = {} }: FoundError, hasProperty: PlainItem['hasProperty']): string {
    this.#account.beginFields()
    const fields = own as Fields
    const placed = placedOfError(fields)
    const cause = readField(Object(value), 'cause')
    let properties = ''
    const names = Object.keys(fields)
    if (names.length > MAX_FIELDS || (cause !== undefined && !isError(cause))) this.#account.refuse()
    if (!isError(fields) && readField(fields, 'aggregateErrors') !== undefined) this.#account.refuse()
    for (const name of names) {
      const key = this.#values.keys.of(name)
      const value = fields[name]
      if (placed.has(name) || value === undefined || key.role === 'unsafe') continue
      if (!isPlainOfError(key) || hasProperty(key)) this.#account.refuse()
      properties += `,${key.json}${this.#values.property(key, value, fields)}`
    }
    return properties
  }

  /** The end of the properties. Most records have that of the record before. */
  #namesOf(level: unknown, logger: unknown): string {
    if (level !== this.#names.level || logger !== this.#names.logger) {
      const areNames = this.#isPlainName(level) && (typeof logger !== 'string' || this.#isPlainName(logger))
      if (!areNames) return this.#account.refuse()
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

/** More of them are cut, by mapping. */
const MAX_FIELDS = 1_000

const NAMES = ['level', 'logger']

/** Numbers come first in JSON, the name of an error is not that of an entry, and mapping finds what every object inherits. */
function isPlainOfError({ name, place, role, isIndex }: PlainKey): boolean {
  return place !== 'elsewhere' && role === 'plain' && !NAMES.includes(name) && !isIndex && !(name in Object.prototype)
}

interface Names {
  readonly level: unknown
  readonly logger: unknown
  readonly json: string
}

const MAX_NAME = 1_024
