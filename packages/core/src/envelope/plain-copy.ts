import { isBoxedPrimitive } from 'node:util/types'
import type { Redactor } from '../redaction/redactor'
import { truncate } from '../truncate'
import { ITEM, withoutEntrySecret, withoutHeaderSecrets } from './header-shapes'
import { isError } from './is-error'
import { summaryOf } from './node-objects'
import { jsonMethodOf } from './to-json'
import { webContent } from './web-objects'

/**
 * The limits for one value. They prevent a huge or endless object from blocking the caller. A value within the service's
 * limit of 8,192 characters per property is well below them.
 */
export const MAX_DEPTH = 8
export const MAX_NODES = 1_000
export const MAX_CHARACTERS = 65_536

/** The number of characters of an HTTP message's body that are kept. */
const MAX_BODY = 1_024

/** Keys that are never copied, because assigning them could change the prototype of an object. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The number of values that all properties of one record may still contain together. More would not fit into an item. */
export interface RecordBudget {
  nodes: number
}

export const MAX_RECORD_NODES = 5_000

/** Any value that JSON can represent. */
export type Plain = string | number | boolean | null | Plain[] | PlainFields

interface PlainFields {
  [key: string]: Plain
}

/**
 * Copies a value. The copy has no getters, cycles or methods, so `JSON.stringify` cannot fail. Calls `toJSON` as `JSON.stringify`
 * does, except that of an error, and leaves out a field whose `toJSON` returns undefined.
 */
export class PlainCopy {
  readonly #redactor: Redactor
  readonly #record: RecordBudget
  #nodes = 0
  #characters = 0
  #depth = 0
  readonly #ancestors = new Set<object>()

  constructor(redactor: Redactor, record: RecordBudget) {
    this.#redactor = redactor
    this.#record = record
  }

  /** Returns a copy of `value`, or undefined if its `toJSON` returns undefined. `key` is the key of the value in its object. */
  of(value: unknown, key?: string): Plain | undefined {
    try {
      return this.#copy(value, key)
    } catch (thrown) {
      return `[Throws: ${thrownText(thrown)}]`
    }
  }

  /** `key` is the key of the value in its object, or `ITEM` in an array, where `jsonKey` is the index. */
  #copy(value: unknown, key?: string, jsonKey = key): Plain | undefined {
    this.#nodes++
    this.#record.nodes--
    switch (typeof value) {
      case 'string':
        return this.#redactor.redactString(this.#text(value))
      case 'number':
        return Number.isFinite(value) ? value : String(value)
      case 'boolean':
        return value
      case 'function':
        return `[Function: ${this.#text(String(value.name)) || 'anonymous'}]`
      case 'object':
        return value === null ? null : this.#object(value, key, jsonKey)
      default:
        return this.#text(String(value)) // bigint, symbol
    }
  }

  #object(value: object, key: string | undefined, jsonKey = ''): Plain | undefined {
    if (this.#ancestors.has(value)) return '[Circular]'
    if (this.#depth >= MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]'
    this.#depth++
    this.#ancestors.add(value)
    try {
      const toJson = isError(value) ? undefined : jsonMethodOf(value)
      return toJson === undefined ? this.#known(value, key) : this.#converted(toJson.call(value, jsonKey), value, key)
    } finally {
      this.#ancestors.delete(value)
      this.#depth--
    }
  }

  /** Copies what `toJSON` of `value` has returned, without calling a `toJSON` again. */
  #converted(json: unknown, value: object, key: string | undefined): Plain | undefined {
    if (json === undefined) return undefined
    if (typeof json !== 'object' || json === null) return this.#copy(json)
    if (json === value) return this.#known(value, key)
    if (this.#ancestors.has(json)) return '[Circular]'
    this.#ancestors.add(json)
    try {
      return this.#known(json, key)
    } finally {
      this.#ancestors.delete(json)
    }
  }

  #known(value: object, key: string | undefined): Plain | undefined {
    if (Array.isArray(value)) return withoutHeaderSecrets(this.#list(value, value.length), key, this.#redactor)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (isError(value)) {
      return this.#fields(['type', 'message', 'stack'], (key) => Reflect.get(value, key === 'type' ? 'name' : key))
    }
    if (value instanceof Map) {
      const entries = [...firstOf(value, MAX_NODES)]
      return this.#fields(
        entries.map(([key]) => String(key)),
        (_, index) => entries[index]?.[1],
      )
    }
    if (value instanceof Set) return this.#list([...firstOf(value, MAX_NODES)], value.size)
    if (value instanceof URL) return this.#copy(value.href)
    if (value instanceof RegExp) return this.#text(String(value))
    if (isBoxedPrimitive(value)) return this.#copy(value.valueOf())
    if (value instanceof ArrayBuffer) return bytesText(value, 0, value.byteLength)
    if (value instanceof Uint8Array || value instanceof DataView) {
      return bytesText(value.buffer, value.byteOffset, value.byteLength)
    }
    if (ArrayBuffer.isView(value))
      return this.#list(value as unknown as ArrayLike<number>, Number(Reflect.get(value, 'length')))
    const content = webContent(value)
    if (content !== undefined) return this.#content(content)
    const summary = summaryOf(value)
    if (summary !== undefined) return this.#summary(summary)
    const fields = this.#fields(Object.keys(value), (name) => {
      const field: unknown = Reflect.get(value, name)
      return name === 'toJSON' && typeof field === 'function' ? undefined : field
    })
    return withoutEntrySecret(fields, this.#redactor)
  }

  /** Copies the content of an object of the Web's APIs, which is at the same depth as the object. */
  #content(content: unknown): Plain | undefined {
    if (typeof content !== 'object' || content === null) return this.#copy(content)
    return this.#fields(Object.keys(content), (name) => Reflect.get(content, name))
  }

  /** Copies a summary, but only the beginning of an HTTP message's body. */
  #summary({ data, ...fields }: Readonly<Record<string, unknown>>): Plain {
    const plain = this.#fields(Object.keys(fields), (name) => fields[name])
    const body = this.#read(() => data, 'data')
    if (body === undefined) return plain
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return { ...plain, data: text.length > MAX_BODY ? `${truncate(text, MAX_BODY)}…` : body }
  }

  #list(items: ArrayLike<unknown>, length: number): Plain[] {
    const list: Plain[] = []
    while (list.length < length) {
      if (this.#exhausted()) {
        list.push(`… ${length - list.length} more`)
        break
      }
      const index = list.length
      list.push(this.#read(() => items[index], ITEM, String(index)) ?? null)
    }
    return list
  }

  #fields(keys: readonly string[], read: (key: string, index: number) => unknown): PlainFields {
    const fields: PlainFields = {}
    for (const [index, key] of keys.entries()) {
      if (this.#exhausted()) {
        fields['…'] = `${keys.length - index} more`
        break
      }
      if (UNSAFE_KEYS.has(key)) continue
      const name = this.#text(key) // copy the key before the value can use up the characters
      const plain = this.#field(key, () => read(key, index))
      if (plain !== undefined) fields[name] = plain
    }
    return fields
  }

  #field(key: string, read: () => unknown): Plain | undefined {
    if (!this.#redactor.mayBeSecret(key)) return this.#read(read, key)
    try {
      const value = read()
      return this.#redactor.isSecret(key, value) ? this.#redactor.redacted() : this.#read(() => value, key)
    } catch {
      return this.#redactor.redacted() // the error may quote the value
    }
  }

  /** Copies a field or element. If its getter throws, the other fields are not affected. */
  #read(read: () => unknown, key: string, jsonKey = key): Plain | undefined {
    try {
      const value = read()
      if (value !== undefined) return this.#copy(value, key, jsonKey)
      this.#nodes++ // count the holes of a sparse array, too, to avoid copying millions of them
      return undefined
    } catch (thrown) {
      return `[Throws: ${thrownText(thrown)}]`
    }
  }

  #text(text: string): string {
    const kept = truncate(text, MAX_CHARACTERS - this.#characters)
    this.#characters += kept.length
    return kept
  }

  #exhausted(): boolean {
    return this.#record.nodes <= 0 || this.#nodes >= MAX_NODES || this.#characters >= MAX_CHARACTERS
  }
}

function* firstOf<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0
  for (const item of items) {
    if (taken++ >= count) return
    yield item
  }
}

/** Returns the length and the first bytes, which are enough to recognize the content. */
function bytesText(buffer: ArrayBufferLike, offset: number, length: number): string {
  const shown = Buffer.from(buffer, offset, Math.min(length, 64)).toString('hex')
  return `[${length} bytes: ${shown}${length > 64 ? '…' : ''}]`
}

/** Describes a thrown value in at most 200 characters. Never throws. */
export function thrownText(thrown: unknown): string {
  try {
    return truncate(thrown instanceof Error ? thrown.message : String(thrown), 200)
  } catch {
    return 'unreadable'
  }
}
