import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { guarded } from './guarded'

/** The same as in OpenTelemetry's SDKs. @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const MAX_ATTRIBUTES = 128

/** One more than a property may have, so that the envelope's limit sees, and counts, that there was more. */
const MAX_TEXT = 8_193

/** Of all that is said of one span: some times what its rows may have. */
const MAX_CHARACTERS = 1_000_000

/** How much a span may hold until it ends, and what it has not taken. */
export class SpanRoom {
  #left = MAX_CHARACTERS
  #dropped = 0

  /** How many attributes, events and links there was no room for. */
  get dropped(): number {
    return this.#dropped
  }

  drop(count = 1): void {
    this.#dropped += count
  }

  /** Whether there is room for so many characters; then they have it. */
  take(characters: number): boolean {
    if (characters > this.#left) return false
    this.#left -= characters
    return true
  }
}

/** Attributes as a span holds them: copies that nobody changes, of which there is only so much. */
export class HeldAttributes {
  /** Without a prototype: `__proto__` is a key like any other. */
  readonly values: Attributes = Object.create(null)
  readonly #room: SpanRoom
  #count = 0

  constructor(room: SpanRoom) {
    this.#room = room
  }

  set(key: string, value: unknown): void {
    if (key === '' || value === undefined || value === null) return
    const held = key.length <= MAX_TEXT ? heldValue(value) : undefined
    const before = this.values[key]
    const isNew = before === undefined
    const grown = isNew ? key.length + sizeOf(held) : sizeOf(held) - sizeOf(before)
    const hasRoom = ALWAYS.has(key) || ((!isNew || this.#count < MAX_ATTRIBUTES) && this.#room.take(grown))
    if (held === undefined || !hasRoom) {
      this.#room.drop()
      return
    }
    if (isNew) this.#count++
    this.values[key] = held
  }

  setAll(attributes: Attributes): void {
    const entries = guarded(() => Object.entries(attributes), undefined)
    if (entries === undefined) this.#room.drop()
    else for (const [key, value] of entries) this.set(key, value)
  }
}

/** At most `max` characters, and no hold on the longer text that they are from. */
export function heldText(text: unknown, max = MAX_TEXT): string {
  // A caller without types may hand over anything.
  const whole = typeof text === 'string' ? text : guarded(() => String(text), '')
  return whole.length <= max ? whole : Buffer.from(whole.slice(0, max), 'utf16le').toString('utf16le')
}

// --- helpers, in order of use ---

/** Known only at the end of a request, when others may have taken all the room: without them its row says nothing. */
const ALWAYS: ReadonlySet<string> = new Set(['http.response.status_code', 'http.route'])

function heldValue(value: unknown): AttributeValue | undefined {
  if (!Array.isArray(value)) return heldScalar(value)
  const held: unknown[] = []
  let left = MAX_TEXT
  for (const one of value) {
    if (left <= 0) break
    const scalar = one === null || one === undefined ? one : heldScalar(one)
    if (scalar === undefined && one !== undefined) return undefined
    held.push(scalar)
    left -= String(scalar).length + 1
  }
  return held as AttributeValue
}

function heldScalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return heldText(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function sizeOf(value: AttributeValue | undefined): number {
  return String(value).length
}
