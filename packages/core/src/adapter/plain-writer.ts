import { isError } from '../envelope/is-error'
import { MAX_MESSAGE } from '../envelope/limits'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { PreserializedTrace } from '../item/serialize'
import type { ActiveOperation } from './active-operation'
import { CUSTOM_FIELDS } from './custom-fields'
import { PlainExceptions } from './plain-exceptions'
import { jsonString } from './plain-json'
import type { KeyPlace, PlainKey } from './plain-keys'
import { type Fields, PlainValues } from './plain-values'

/** A record of which an adapter knows that it is a plain one. */
export interface PlainRecord {
  /** Each field becomes a property, unless it has a place of its own. */
  readonly fields: Fields
  /** May be empty beside an error only. */
  readonly message: string
  /** The level's name. */
  readonly level: string
  readonly severityLevel: SeverityLevel
  /** The logger's name, if it has one. */
  readonly logger: unknown
  /** ISO-8601: nothing in it needs an escape. */
  readonly time: string
  readonly operation: ActiveOperation | undefined
  /** The error that the record is about, and the field that holds it. */
  readonly error: { readonly value: Error; readonly key: string } | undefined
}

/**
 * Writes the items of plain records straight to JSON, in a third of the time that it takes to map them and write that. An item
 * is what mapping makes of the record, byte for byte; what is strange in any way is left to mapping.
 */
export class PlainWriter {
  readonly #values: PlainValues
  readonly #exceptions: PlainExceptions
  readonly #redactor: PropertySerializer['redactor']
  /** Of a record that names its level and its logger, which would be redacted in every record, nothing is written. */
  readonly #writesNames: boolean
  #names: Names = { level: undefined, logger: undefined, json: '' }

  /** `placed` are the fields that are no properties. */
  constructor(serializer: PropertySerializer, placed: ReadonlySet<string>) {
    this.#values = new PlainValues(serializer, (name) => placeOf(name, placed))
    this.#exceptions = new PlainExceptions(this.#values)
    this.#redactor = serializer.redactor
    this.#writesNames = !this.#redactor.mayBeSecret('level') && !this.#redactor.mayBeSecret('logger')
  }

  /** Undefined for a record that is left to mapping. Throws what a getter or a Proxy in it throws. */
  write(record: PlainRecord): PreserializedTrace | undefined {
    if (!this.#writesNames) return undefined
    const { message, severityLevel, time, operation, error } = record
    const sampleRate = inheritedRate(operation, severityLevel)
    if (sampleRate === 0) return undefined // it is left out, and counted
    const values = this.#values
    values.begin()
    let properties = this.#properties(record)
    if (error !== undefined && properties !== undefined) properties += this.#errorProperties(record, error.value)
    if (properties === undefined) return undefined
    const data =
      error === undefined
        ? `"message":${values.cut(message, MAX_MESSAGE)},"severityLevel":${severityLevel},"properties":{${properties}}`
        : `${this.#exceptions.write(error.value)},"severityLevel":${severityLevel},"properties":{${properties}}`
    const truncated = values.end()
    if (truncated === undefined) return undefined
    const baseType = error === undefined ? 'MessageData' : 'ExceptionData'
    return { time, tags: operation?.tags, sampleRate, severityLevel, baseType, data, truncated }
  }

  #properties({ fields, level, logger, error }: PlainRecord): string | undefined {
    const names = Object.keys(fields)
    if (names.length > MAX_FIELDS) return undefined
    let properties = ''
    for (let index = 0; index < names.length; index++) {
      const key = this.#values.keys.of(names[index] as string)
      if (key.place === 'own' || key.name === error?.key) continue
      const value = fields[key.name]
      if (value === undefined) continue
      if (key.place === 'elsewhere') return undefined
      if (key.role === 'unsafe') continue
      properties += `${key.json}${this.#values.property(key, value, fields)},`
    }
    return properties + this.#namesOf(level, logger)
  }

  /** What the error carries beside message and stack. What the record says itself wins. */
  #errorProperties({ fields, message }: PlainRecord, error: Error): string {
    this.#values.beginFields()
    const own = error as unknown as Fields
    let properties = ''
    const names = Object.keys(error)
    if (names.length > MAX_FIELDS || (error.cause !== undefined && !isError(error.cause))) this.#values.refuse()
    for (const name of names) {
      const key = this.#values.keys.of(name)
      const value = own[name]
      if (ERROR_PLACED.has(name) || value === undefined || key.role === 'unsafe') continue
      if (!isPlainOfError(key)) this.#values.refuse()
      if (fields[name] === undefined) properties += `,${key.json}${this.#values.property(key, value, own)}`
    }
    return message === '' ? properties : `${properties},"message":${this.#values.cut(message)}`
  }

  /** The end of the properties. Most records have that of the record before. */
  #namesOf(level: string, logger: unknown): string {
    if (level !== this.#names.level || logger !== this.#names.logger) {
      const names = typeof logger === 'string' ? [level, logger] : [level]
      if (names.some((name) => name.length > MAX_LEVEL || this.#redactor.holdsSecret(name)))
        return this.#values.refuse()
      const json = `"level":${jsonString(level)}${typeof logger === 'string' ? `,"logger":${jsonString(logger)}` : ''}`
      this.#names = { level, logger, json }
    }
    return this.#names.json
  }
}

// --- helpers, in order of use ---

/** Fields that the record is told of by other means, and those that show what an error was left of. */
const ELSEWHERE: ReadonlySet<string> = new Set([...CUSTOM_FIELDS, 'logger', 'stack'])

function placeOf(name: string, placed: ReadonlySet<string>): KeyPlace {
  if (ELSEWHERE.has(name)) return 'elsewhere'
  return placed.has(name) ? 'own' : 'property'
}

/** Those that are in the exception, and the level that winston writes into errors. */
const ERROR_PLACED: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'level'])

/** Numbers come first in JSON, and the name of an error is not that of an entry. */
function isPlainOfError({ name, place, role }: PlainKey): boolean {
  return place === 'property' && role !== 'value' && !/^\d/.test(name)
}

/** A warning or an error is kept whatever becomes of its trace. @see withFateOf */
function inheritedRate(operation: ActiveOperation | undefined, severityLevel: SeverityLevel): number | undefined {
  if (operation?.sampleRate === undefined) return undefined
  return severityLevel >= SeverityLevel.Warning ? 100 : operation.sampleRate
}

interface Names {
  readonly level: string | undefined
  readonly logger: unknown
  readonly json: string
}

const MAX_LEVEL = 1_024

/** More of them are cut, by mapping. */
const MAX_FIELDS = 1_000
