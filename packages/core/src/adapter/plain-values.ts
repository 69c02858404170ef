import { isNoWord } from '../envelope/header-shapes'
import { isError } from '../envelope/is-error'
import { MAX_PROPERTY } from '../envelope/limits'
import { summaryOf } from '../envelope/node-objects'
import { MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, MAX_RECORD_NODES } from '../envelope/plain-copy'
import type { PropertySerializer } from '../envelope/properties'
import type { Redactor } from '../redaction/redactor'
import { REDACTED } from '../redaction/secret-strings'
import { truncate } from '../truncate'
import { jsonString, nestedJsonString, unescaped } from './plain-json'
import { type KeyPlace, type PlainKey, PlainKeys } from './plain-keys'

/**
 * Values as the JSON of properties: redacted, cut and escaped in one walk, without a copy of them. It writes what
 * `PropertySerializer` and `limitData` make of a value, or finds that the value is strange: then what it returns is worthless.
 */
export class PlainValues {
  readonly keys: PlainKeys
  readonly #redactor: Redactor
  readonly #flattens: boolean
  readonly #ancestors: object[] = []
  #isStrange = false
  /** Of the record. */
  #nodesLeft = 0
  /** Of one value. */
  #nodes = 0
  #characters = 0
  #redacted = 0
  #truncated = 0

  constructor({ redactor, flattens }: PropertySerializer, placeOf: (name: string) => KeyPlace) {
    this.keys = new PlainKeys(redactor, placeOf)
    this.#redactor = redactor
    this.#flattens = flattens
  }

  /** Begins a record. */
  begin(): void {
    this.#isStrange = false
    this.#nodesLeft = MAX_RECORD_NODES
    this.#redacted = 0
    this.#truncated = 0
  }

  /** Ends a record. Returns how many of its texts were cut; undefined if it has something strange. */
  end(): number | undefined {
    if (this.#isStrange) return undefined
    this.#redactor.count(this.#redacted)
    return this.#truncated
  }

  /** Leaves the record to mapping. */
  refuse(): string {
    this.#isStrange = true
    return ''
  }

  /** The properties that these values become: one object of the record, whose values share one budget. */
  beginFields(): void {
    this.#nodesLeft = MAX_RECORD_NODES
  }

  /** The property of a field, in JSON. `holder` has the field. */
  property(key: PlainKey, value: unknown, holder: Fields): string {
    if (key.mayBeSecret && this.#redactor.isSecret(key.name, value)) return jsonString(this.#mark())
    if (key.role === 'value' && this.#isSecretEntry(holder, value)) return jsonString(this.#mark())
    switch (typeof value) {
      case 'string':
        return this.text(value)
      case 'number':
      case 'boolean':
      case 'bigint':
        return `"${value}"`
      case 'object':
        return value === null ? this.#null() : this.#objectProperty(value, key)
      default:
        return this.refuse()
    }
  }

  /** A string of the application as a property. */
  text(string: string): string {
    return isBare(string) && string.length <= MAX_PROPERTY ? `"${string}"` : this.cut(this.redactedText(string))
  }

  redactedText(string: string, maxCharacters?: number): string {
    const redacted = this.#redactor.redactedText(string, maxCharacters)
    if (redacted === undefined) return string
    this.#redacted++
    return redacted
  }

  /** A text in JSON, cut at what the service takes. */
  cut(text: string, maxCharacters = MAX_PROPERTY): string {
    if (text.length <= maxCharacters) return jsonString(text)
    this.#truncated++
    return jsonString(truncate(text, maxCharacters))
  }

  #null(): string {
    this.#nodesLeft--
    return '"null"'
  }

  #objectProperty(value: object, key: PlainKey): string {
    this.#nodes = 0
    this.#characters = 0
    this.#count()
    if (value instanceof Date) return `"${dateText(value)}"`
    if (this.#flattens && !Array.isArray(value)) return this.refuse()
    const text = this.#object(value, key)
    if (this.#characters > MAX_CHARACTERS) return this.refuse()
    // Escapes make it longer.
    if (text.length <= MAX_PROPERTY) return `"${text}"`
    const whole = unescaped(text)
    return whole.length <= MAX_PROPERTY ? `"${text}"` : this.cut(whole)
  }

  // What follows is JSON within a JSON string.

  #value(value: unknown, key: PlainKey | undefined): string {
    this.#count()
    switch (typeof value) {
      case 'string':
        this.#characters += value.length
        return isBare(value) ? `\\"${value}\\"` : nestedJsonString(this.redactedText(value))
      case 'number':
        return Number.isFinite(value) ? `${value}` : `\\"${value}\\"`
      case 'boolean':
        return value ? 'true' : 'false'
      case 'object':
        return value === null ? 'null' : this.#object(value, key)
      default:
        return this.refuse()
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
    if (Array.isArray(value)) return this.#list(value, key)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) return this.#fields(value as Fields, Object.keys(value))
    if (prototype === Date.prototype) return `\\"${dateText(value as Date)}\\"`
    if (!isError(value)) return this.refuse()
    const { name: type, message, stack } = value
    return this.#fields({ type, message, stack }, ERROR_FIELDS)
  }

  #fields(fields: Fields, names: readonly string[]): string {
    let text = '{'
    for (let index = 0; index < names.length; index++) {
      if (this.#isExhausted()) {
        if ('…' in fields) this.refuse()
        text += `${text.length > 1 ? ',' : ''}\\"…\\":\\"${names.length - index} more\\"`
        break
      }
      const key = this.keys.of(names[index] as string)
      if (key.role === 'unsafe') continue
      if (key.role === 'summary' && summaryOf(fields) !== undefined) this.refuse()
      this.#characters += key.name.length
      const value = fields[key.name]
      if (value === undefined) this.#nodes++
      else text += `${text.length > 1 ? ',' : ''}${key.nestedJson}${this.#field(key, value, fields)}`
    }
    return `${text}}`
  }

  #field(key: PlainKey, value: unknown, fields: Fields): string {
    const isSecret =
      (key.mayBeSecret && this.#redactor.isSecret(key.name, value)) ||
      (key.role === 'value' && this.#isSecretEntry(fields, value))
    return isSecret ? nestedJsonString(this.#mark()) : this.#value(value, key)
  }

  #list(list: readonly unknown[], key: PlainKey | undefined): string {
    const areHeaders = this.#areHeaders(list, key)
    let text = '['
    for (let index = 0; index < list.length; index++) {
      if (index > 0) text += ','
      if (this.#isExhausted()) {
        if (areHeaders) this.refuse()
        text += `\\"… ${list.length - index} more\\"`
        break
      }
      text += this.#item(list[index], areHeaders && index % 2 === 1 ? list[index - 1] : undefined)
    }
    return `${text}]`
  }

  /** `name` is that of the header that the item is the value of. */
  #item(item: unknown, name: unknown): string {
    if (name !== undefined && this.#isSecretOf(name, item)) {
      this.#count()
      return nestedJsonString(this.#mark())
    }
    if (item !== undefined) return this.#value(item, undefined)
    this.#nodes++
    return 'null'
  }

  /** @see withoutHeaderSecrets */
  #areHeaders(list: readonly unknown[], key: PlainKey | undefined): boolean {
    if (list.length % 2 !== 0 || list.length === 0) return false
    for (let index = 0; index < list.length; index += 2) {
      if (typeof list[index] === 'string') continue
      if (list[index] instanceof Date) this.refuse() // it is a string, too, once it is mapped
      return false
    }
    return (key === undefined && list.length === 2) || key?.holdsHeaders === true || list.some(isNoWord)
  }

  /** @see withoutEntrySecret */
  #isSecretEntry({ name, key = name }: Fields, value: unknown): boolean {
    return this.#isSecretOf(name, value) || this.#isSecretOf(key, value)
  }

  /** Mapping redacts name and value by themselves first. */
  #isSecretOf(name: unknown, value: unknown): boolean {
    if (typeof name === 'object' && name !== null) this.refuse() // it may be a string once it is mapped
    if (typeof name !== 'string') return false
    if (this.#holdsSecret(name)) this.refuse()
    if (!this.#redactor.mayBeSecret(name)) return false
    if (typeof value === 'object' ? value !== null : this.#holdsSecret(String(value))) this.refuse()
    return this.#redactor.isSecret(name, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
  }

  #holdsSecret(string: string): boolean {
    return !isBare(string) && this.#redactor.holdsSecret(string)
  }

  #mark(): string {
    this.#redacted++
    return REDACTED
  }

  #count(): void {
    this.#nodes++
    this.#nodesLeft--
  }

  /** A value with more characters is cut where they end, which is left to mapping. */
  #isExhausted(): boolean {
    if (this.#characters >= MAX_CHARACTERS) this.refuse()
    return this.#nodesLeft <= 0 || this.#nodes >= MAX_NODES
  }
}

// --- helpers, in order of use ---

export type Fields = Readonly<Record<string, unknown>>

/** Nothing in it is a secret, or needs an escape. */
function isBare(string: string): boolean {
  return !(HOLDS_MARK.test(string) || string.startsWith('//'))
}

/** Every secret within a string has a colon or an equals sign, or two slashes at its beginning. The others need escapes. */
const HOLDS_MARK = /[:="\\\p{Cc}\p{Cs}]/u

const ERROR_FIELDS: readonly string[] = ['type', 'message', 'stack']

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}
