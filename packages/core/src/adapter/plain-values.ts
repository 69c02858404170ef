import { isHeaderValue } from '../envelope/header-shapes'
import { isError } from '../envelope/is-error'
import { MAX_PROPERTY } from '../envelope/limits'
import { summaryOf } from '../envelope/node-objects'
import { MAX_DEPTH, MAX_NODES } from '../envelope/plain-copy'
import type { PropertySerializer } from '../envelope/properties'
import { jsonMethodOf } from '../envelope/to-json'
import type { Redactor } from '../redaction/redactor'
import { jsonString, nestedJsonString, unescaped } from './plain-json'
import { type KeyPlace, type PlainKey, PlainKeys } from './plain-keys'
import { PlainLimits } from './plain-limits'

/**
 * Writes values as the JSON of properties: redacts, truncates and escapes them in a single pass, without a copy. The result is
 * the same as that of `PropertySerializer` and `limitData`. If a value must be mapped instead, it calls `requireMapping`
 * of the limits, and its result is invalid.
 */
export class PlainValues {
  readonly limits: PlainLimits
  readonly keys: PlainKeys
  readonly #redactor: Redactor
  /** Whether a nested object may become several properties. */
  readonly mayFlatten: boolean
  readonly #ancestors: object[] = []
  /** Whether the names of entries `{ name, value }` may be redacted themselves. */
  readonly #redactsNames: boolean

  constructor({ redactor, flattens }: PropertySerializer, placeOf: (name: string) => KeyPlace) {
    this.limits = new PlainLimits(redactor)
    this.keys = new PlainKeys(redactor, placeOf)
    this.#redactor = redactor
    this.mayFlatten = flattens
    this.#redactsNames = redactor.isSecret('name', 'email') || redactor.isSecret('key', 'email')
  }

  holdsSecret(string: string): boolean {
    return !isBare(string) && this.#redactor.holdsSecret(string)
  }

  isSecret({ name, mayBeSecret }: PlainKey, value: unknown): boolean {
    return mayBeSecret && this.#redactor.isSecret(name, value)
  }

  /** Returns the value of a field as the JSON of a property. `holder` is the object with the field. */
  property(key: PlainKey, value: unknown, holder: Fields): string {
    if (this.isSecret(key, value)) return jsonString(this.limits.redact())
    if (key.role === 'value' && this.#isSecretEntry(holder, value)) return jsonString(this.limits.redact())
    switch (typeof value) {
      case 'string':
        return this.text(value)
      case 'number':
      case 'boolean':
      case 'bigint':
        return `"${value}"`
      case 'object':
        return this.#objectProperty(value, key)
      default:
        return this.limits.requireMapping()
    }
  }

  /** Returns a string of the application as the JSON of a property. */
  text(string: string): string {
    return isBare(string) && string.length <= MAX_PROPERTY
      ? `"${string}"`
      : this.limits.truncatedJson(this.limits.withoutSecrets(string))
  }

  #objectProperty(value: object | null, key: PlainKey): string {
    this.limits.beginValue()
    this.limits.countNode()
    if (value === null) return '"null"'
    if (isPlainDate(value)) return `"${dateText(value)}"`
    if (this.mayFlatten && !Array.isArray(value)) return this.limits.requireMapping()
    const text = this.#object(value, key)
    this.limits.endValue()
    // Escapes make the text longer than the property, which has the limit.
    if (text.length <= MAX_PROPERTY) return `"${text}"`
    const whole = unescaped(text)
    return whole.length <= MAX_PROPERTY ? `"${text}"` : this.limits.truncatedJson(whole)
  }

  // The functions below return JSON that is nested in a JSON string.

  #value(value: unknown, key: PlainKey | undefined): string {
    this.limits.countNode()
    switch (typeof value) {
      case 'string':
        this.limits.countCharacters(value.length)
        return isBare(value) ? `\\"${value}\\"` : nestedJsonString(this.limits.withoutSecrets(value))
      case 'number':
        return Number.isFinite(value) ? `${value}` : `\\"${value}\\"`
      case 'boolean':
        return value ? 'true' : 'false'
      case 'object':
        return value === null ? 'null' : this.#object(value, key)
      default:
        return this.limits.requireMapping()
    }
  }

  #object(value: object, key: PlainKey | undefined): string {
    const ancestors = this.#ancestors
    if (ancestors.includes(value)) return '\\"[Circular]\\"'
    if (ancestors.length >= MAX_DEPTH) return Array.isArray(value) ? '\\"[Array]\\"' : '\\"[Object]\\"'
    ancestors.push(value)
    try {
      return this.#known(value, key)
    } finally {
      ancestors.pop()
    }
  }

  #known(value: object, key: PlainKey | undefined): string {
    if (jsonMethodOf(value) !== undefined) return this.limits.requireMapping()
    if (Array.isArray(value)) return this.#list(value, key)
    const prototype: unknown = Object.getPrototypeOf(value)
    const isFields = prototype === Object.prototype || (prototype === null && !isError(value))
    if (isFields) return this.#fields(value as Fields, Object.keys(value))
    if (prototype === Date.prototype) return `\\"${dateText(value as Date)}\\"`
    if (!isError(value)) return this.limits.requireMapping()
    const { name: type, message, stack } = value
    return this.#fields({ type, message, stack }, ERROR_FIELDS)
  }

  #fields(fields: Fields, names: readonly string[]): string {
    let text = '{'
    for (let index = 0; index < names.length; index++) {
      if (this.limits.isExhausted()) {
        if ('…' in fields) this.limits.requireMapping()
        text += `${text.length > 1 ? ',' : ''}\\"…\\":\\"${names.length - index} more\\"`
        break
      }
      const key = this.keys.of(names[index] as string)
      if (key.role === 'unsafe') continue
      if (key.role === 'summary' && summaryOf(fields) !== undefined) this.limits.requireMapping()
      this.limits.countCharacters(key.name.length)
      const value = fields[key.name]
      if (value === undefined) this.limits.countUndefined()
      else text += `${text.length > 1 ? ',' : ''}${key.nestedJson}${this.#field(key, value, fields)}`
    }
    return `${text}}`
  }

  #field(key: PlainKey, value: unknown, fields: Fields): string {
    if (this.isSecret(key, value)) return nestedJsonString(this.limits.redact())
    if (key.role !== 'value' || !this.#isSecretEntry(fields, value)) return this.#value(value, key)
    // Mapping copies the value before it redacts it.
    this.limits.countNode()
    if (typeof value === 'string') this.limits.countCharacters(value.length)
    return nestedJsonString(this.limits.redact())
  }

  #list(list: readonly unknown[], key: PlainKey | undefined): string {
    const isShort = list.length < MAX_NODES // mapping does not read the other elements
    if (isShort && areNumbers(list) && this.limits.tryCountNodes(list.length)) return JSON.stringify(list)
    const areHeaders = isShort && this.#areHeaders(list, key)
    let text = '['
    for (let index = 0; index < list.length; index++) {
      if (index > 0) text += ','
      if (this.limits.isExhausted()) {
        if (mayBeHeaders(list)) this.limits.requireMapping() // mapping looks for headers in the shortened array
        text += `\\"… ${list.length - index} more\\"`
        break
      }
      text += this.#item(list[index], areHeaders && index % 2 === 1 ? list[index - 1] : undefined)
    }
    return `${text}]`
  }

  /** Returns an element of an array. `name` is the name of the header if the element is a header's value. */
  #item(item: unknown, name: unknown): string {
    if (name !== undefined && this.#isSecretOf(name, item)) {
      this.limits.countNode()
      if (typeof item === 'string') this.limits.countCharacters(item.length)
      return nestedJsonString(this.limits.redact())
    }
    if (item !== undefined) return this.#value(item, undefined)
    this.limits.countUndefined()
    return 'null'
  }

  /** @see withoutHeaderSecrets */
  #areHeaders(list: readonly unknown[], key: PlainKey | undefined): boolean {
    if (list.length % 2 !== 0 || list.length === 0) return false
    for (let index = 0; index < list.length; index += 2) {
      if (typeof list[index] === 'string') continue
      if (list[index] instanceof Date) this.limits.requireMapping() // mapping turns it into a string
      return false
    }
    return (key === undefined && list.length === 2) || key?.holdsHeaders === true || list.some(isHeaderValue)
  }

  /** @see withoutEntrySecret */
  #isSecretEntry({ name, key = name }: Fields, value: unknown): boolean {
    if (this.#redactsNames && name !== undefined) this.limits.requireMapping()
    return this.#isSecretOf(name, value) || this.#isSecretOf(key, value)
  }

  /** Rejects names and values that mapping would redact or turn into strings before it compares them. */
  #isSecretOf(name: unknown, value: unknown): boolean {
    if (typeof name === 'object' && name !== null) this.limits.requireMapping() // mapping may turn it into a string
    if (typeof name !== 'string') return false
    if (this.holdsSecret(name)) this.limits.requireMapping()
    if (!this.#redactor.mayBeSecret(name)) return false
    if (typeof value === 'object' ? value !== null : this.holdsSecret(String(value))) this.limits.requireMapping()
    return this.#redactor.isSecret(name, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
  }
}

// --- helpers, in order of use ---

export type Fields = Readonly<Record<string, unknown>>

/** Whether the string needs no escapes and cannot contain a secret. */
function isBare(string: string): boolean {
  return !(HOLDS_MARK.test(string) || string.startsWith('//'))
}

/**
 * Matches a colon or an equals sign, because a string with a secret has one of them or begins with two slashes. Also matches
 * characters that need an escape.
 */
const HOLDS_MARK = /[:="\\\p{Cc}\p{Cs}]/u

const ERROR_FIELDS: readonly string[] = ['type', 'message', 'stack']

/** A list of headers begins with a name. A date is a string after mapping. */
function mayBeHeaders([first]: readonly unknown[]): boolean {
  return typeof first === 'string' || first instanceof Date
}

/** Whether the value is a date that is written by its time, rather than by a `toJSON` of the application. */
function isPlainDate(value: object): value is Date {
  return Object.getPrototypeOf(value) === Date.prototype && jsonMethodOf(value) === undefined
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}

/** Whether all elements are finite numbers, for which `JSON.stringify` returns the same JSON in less time. */
function areNumbers(list: readonly unknown[]): boolean {
  if (typeof list[0] !== 'number') return false
  for (let index = 0; index < list.length; index++) if (!Number.isFinite(list[index])) return false
  return true
}
