import type { Redactor } from '../process/redaction'
import { isError } from './is-error'
import { cut } from './limits'

/**
 * Bounds of one value. They keep a huge or endless object from stalling the caller; anything that fits the service's
 * own limit of 8,192 characters a property fits well inside them.
 */
const MAX_DEPTH = 8
const MAX_NODES = 1_000
const MAX_CHARACTERS = 65_536

/** Names that would reach an object's prototype where somebody assigns them. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** How many values all properties of one record may have together: no more of them would fit into an item. */
export interface RecordBudget {
  nodes: number
}

export const MAX_RECORD_NODES = 5_000

/** What JSON can say. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** One walk over one value: what it returns holds no getters, cycles or surprises, so that JSON.stringify cannot fail. */
export class PlainCopy {
  readonly #redactor: Redactor
  readonly #record: RecordBudget
  #nodes = 0
  #characters = 0
  readonly #ancestors = new Set<object>()

  constructor(redactor: Redactor, record: RecordBudget) {
    this.#redactor = redactor
    this.#record = record
  }

  of(value: unknown): Plain {
    try {
      return this.#copy(value)
    } catch (thrown) {
      return `[Throws: ${thrownText(thrown)}]`
    }
  }

  #copy(value: unknown): Plain {
    this.#nodes++
    this.#record.nodes--
    switch (typeof value) {
      case 'string':
        return this.#redactor.text(this.#text(value))
      case 'number':
        return Number.isFinite(value) ? value : String(value)
      case 'boolean':
        return value
      case 'function':
        return `[Function: ${this.#text(String(value.name)) || 'anonymous'}]`
      case 'object':
        return value === null ? null : this.#object(value)
      default:
        return this.#text(String(value)) // bigint, symbol
    }
  }

  #object(value: object): Plain {
    if (this.#ancestors.has(value)) return '[Circular]'
    if (this.#ancestors.size >= MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]'
    this.#ancestors.add(value)
    try {
      return this.#known(value)
    } finally {
      this.#ancestors.delete(value)
    }
  }

  #known(value: object): Plain {
    if (Array.isArray(value)) return this.#list(value, value.length)
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
    if (value instanceof ArrayBuffer) return bytesText(value, 0, value.byteLength)
    if (value instanceof Uint8Array || value instanceof DataView) {
      return bytesText(value.buffer, value.byteOffset, value.byteLength)
    }
    if (ArrayBuffer.isView(value))
      return this.#list(value as unknown as ArrayLike<number>, Number(Reflect.get(value, 'length')))
    const toJson: unknown = (value as { toJSON?: unknown }).toJSON
    if (typeof toJson === 'function') return this.#copy(toJson.call(value))
    return this.#fields(Object.keys(value), (key) => Reflect.get(value, key))
  }

  #list(items: ArrayLike<unknown>, length: number): Plain {
    const list: Plain[] = []
    while (list.length < length) {
      if (this.#exhausted()) {
        list.push(`… ${length - list.length} more`)
        break
      }
      const index = list.length
      list.push(this.#read(() => items[index]) ?? null)
    }
    return list
  }

  #fields(keys: readonly string[], read: (key: string, index: number) => unknown): Plain {
    const fields: { [key: string]: Plain } = {}
    for (const [index, key] of keys.entries()) {
      if (this.#exhausted()) {
        fields['…'] = `${keys.length - index} more`
        break
      }
      if (UNSAFE_KEYS.has(key)) continue
      const name = this.#text(key) // before the value can use up the characters
      const plain = this.#redactor.isSecret(key) ? this.#redactor.redacted() : this.#read(() => read(key, index))
      if (plain !== undefined) fields[name] = plain
    }
    return fields
  }

  /** One bad getter costs itself, not its neighbours. */
  #read(read: () => unknown): Plain | undefined {
    try {
      const value = read()
      if (value !== undefined) return this.#copy(value)
      this.#nodes++ // a hole of a sparse array counts too, or ten million of them would be listed
      return undefined
    } catch (thrown) {
      return `[Throws: ${thrownText(thrown)}]`
    }
  }

  #text(text: string): string {
    const kept = cut(text, MAX_CHARACTERS - this.#characters)
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

/** Enough of the bytes to recognise them by. */
function bytesText(buffer: ArrayBufferLike, offset: number, length: number): string {
  const shown = Buffer.from(buffer, offset, Math.min(length, 64)).toString('hex')
  return `[${length} bytes: ${shown}${length > 64 ? '…' : ''}]`
}

/** What was thrown, in a few words. Never throws itself. */
export function thrownText(thrown: unknown): string {
  try {
    return cut(thrown instanceof Error ? thrown.message : String(thrown), 200)
  } catch {
    return 'unreadable'
  }
}
