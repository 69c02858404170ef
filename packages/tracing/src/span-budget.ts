import { resultOr } from '@azmon/core/adapter'
import type { Attributes, AttributeValue } from '@opentelemetry/api'

/** The default of OpenTelemetry's SDKs. @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits */
const MAX_ATTRIBUTES = 128

/** One more than the limit of a property, so that the envelope can still detect, and count, a value that was too long. */
const MAX_VALUE_LENGTH = 8_193

/** The limit for all keys, values and names of one span together: several times what its rows can hold. */
const MAX_CHARACTERS = 1_000_000

/** Limits how much of a span is kept in memory until it ends, and counts what is dropped. */
export class SpanBudget {
  #left = MAX_CHARACTERS
  #dropped = 0

  /** The number of dropped attributes, events and links. */
  get dropped(): number {
    return this.#dropped
  }

  drop(count = 1): void {
    this.#dropped += count
  }

  /** Reserves the characters. Returns false, and reserves nothing, if they do not fit. */
  take(characters: number): boolean {
    if (characters > this.#left) return false
    this.#left -= characters
    return true
  }
}

/** Holds the attributes of a span or an event as copies, limited in number and length. */
export class BoundedAttributes {
  /** The object has no prototype, so that `__proto__` is a key like any other. */
  readonly values: Attributes = Object.create(null)
  readonly #budget: SpanBudget
  #count = 0

  constructor(budget: SpanBudget) {
    this.#budget = budget
  }

  set(key: string, value: unknown): void {
    if (key === '' || value === undefined || value === null) return
    const copy = key.length <= MAX_VALUE_LENGTH ? copyValue(value) : undefined
    const previous = this.values[key]
    const isNew = previous === undefined
    const growth = isNew ? key.length + sizeOf(copy) : sizeOf(copy) - sizeOf(previous)
    const hasRoom = ALWAYS_KEPT.has(key) || ((!isNew || this.#count < MAX_ATTRIBUTES) && this.#budget.take(growth))
    if (copy === undefined || !hasRoom) {
      this.#budget.drop()
      return
    }
    if (isNew) this.#count++
    this.values[key] = copy
  }

  setAll(attributes: Attributes): void {
    const entries = resultOr(() => Object.entries(attributes), undefined)
    if (entries === undefined) this.#budget.drop()
    else for (const [key, value] of entries) this.set(key, value)
  }
}

/** Returns at most `max` characters, copied to a new string so that a longer original can be garbage-collected. */
export function truncatedCopy(text: unknown, max = MAX_VALUE_LENGTH): string {
  // Callers without types may pass any value.
  const whole = typeof text === 'string' ? text : resultOr(() => String(text), '')
  return whole.length <= max ? whole : Buffer.from(whole.slice(0, max), 'utf16le').toString('utf16le')
}

/** Returns a name as a copy, because everything in the span's operation may keep it, even after the span has ended. */
export function nameCopy(name: unknown): string {
  const copy = truncatedCopy(name)
  return copy.length < MIN_SLICED ? copy : ` ${copy}`.slice(1)
}

// --- helpers, in order of use ---

/** V8 copies a shorter slice by itself. */
const MIN_SLICED = 13

/**
 * These attributes are set at the end of a request, when the budget may be used up; its row would be worthless without them.
 */
const ALWAYS_KEPT: ReadonlySet<string> = new Set(['http.response.status_code', 'http.route'])

function copyValue(value: unknown): AttributeValue | undefined {
  if (!Array.isArray(value)) return copyScalar(value)
  const copy: unknown[] = []
  let left = MAX_VALUE_LENGTH
  for (const item of value) {
    if (left <= 0) break
    const scalar = item === null || item === undefined ? item : copyScalar(item)
    if (scalar === undefined && item !== undefined) return undefined
    copy.push(scalar)
    left -= String(scalar).length + 1
  }
  return copy as AttributeValue
}

function copyScalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return truncatedCopy(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function sizeOf(value: AttributeValue | undefined): number {
  return String(value).length
}
