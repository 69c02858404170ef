import { readField } from './fields'

/**
 * Returns the content of an object of the Web's APIs, such as `Headers`, `Response` or `File`, whose class has only accessors.
 * Undefined for any other object. Recognizes them by their tag, because libraries have classes of their own for them.
 */
export function webContent(value: object): unknown {
  const tag = tagOf(value)
  if (tag === undefined) return undefined
  if (HELD_IN_ENTRIES.has(tag)) return isIterable(value) ? fieldsIn(value) : undefined
  if (tag === 'URLSearchParams') return `?${value}`
  const fields = FIELDS.get(tag)
  if (fields !== undefined) return picked(value, fields)
  return Object.keys(value).length === 0 ? `[${tag}]` : undefined
}

// --- helpers, in order of use ---

/** Returns the tag in the class of the object. An object without a class may have any tag itself. */
function tagOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return undefined
  const tag = readField(value, Symbol.toStringTag)
  return typeof tag === 'string' && tag.length <= MAX_TAG ? tag : undefined
}

const MAX_TAG = 64

const HELD_IN_ENTRIES: ReadonlySet<string> = new Set(['Headers', 'FormData'])

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

/** A larger object would not fit into an item. */
const MAX_ENTRIES = 1_000

/** Returns the entries as an object. A name that occurs several times has an array of values. */
function fieldsIn(entries: Iterable<unknown>): Readonly<Record<string, unknown>> {
  const fields = new Map<string, unknown[]>()
  let count = 0
  for (const entry of entries) {
    if (count++ >= MAX_ENTRIES) break
    const [name, value] = entry as readonly [unknown, unknown]
    const values = fields.get(String(name)) ?? []
    values.push(value)
    fields.set(String(name), values)
  }
  return Object.fromEntries(Array.from(fields, ([name, values]) => [name, values.length === 1 ? values[0] : values]))
}

/** The fields that describe an object, by its tag. */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Request', ['method', 'url', 'headers']],
  ['Response', ['status', 'statusText', 'url', 'headers']],
  ['Blob', ['size', 'type']],
  ['File', ['name', 'size', 'type']],
  ['URL', ['href']],
  ['AbortSignal', ['aborted', 'reason']],
  ['AbortController', ['signal']],
  ['ReadableStream', ['locked']],
  ['WritableStream', ['locked']],
  ['WebSocket', ['url', 'readyState']],
  ['Event', ['type']],
  ['CustomEvent', ['type', 'detail']],
  ['MessageEvent', ['type', 'data', 'origin']],
  ['ErrorEvent', ['type', 'message', 'error']],
  ['CloseEvent', ['type', 'code', 'reason']],
])

function picked(value: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, readField(value, name)]))
}
