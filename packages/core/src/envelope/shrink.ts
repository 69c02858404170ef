import { truncate } from '../truncate'
import type { TelemetryData } from './contracts'

/**
 * Strings are not truncated below this length. Dropping entries then keeps more information than shortening strings
 * further.
 */
const MIN_CHARACTERS = 256

/**
 * The minimum share of characters to remove. Callers repeat `shrink` until the item fits, because some bytes cannot be
 * removed by truncating strings, and characters differ in size. Each round serializes the item again. Without this minimum,
 * removing the last few bytes took twenty rounds.
 */
const MIN_SHARE = 0.05

/**
 * Shrinks `data` in place by a little more than `excess`, the share of its bytes (0 to 1) above the limit. Truncates the
 * longest strings to a common length. If no string is long, removes the second half of the largest collection. Returns
 * false if nothing is left to remove.
 */
export function shrink(data: TelemetryData, excess: number): boolean {
  const share = 1.1 * excess + MIN_SHARE
  const all = strings(data)
  const characters = all.reduce((sum, { length }) => sum + length, 0)
  const ceiling = Math.max(MIN_CHARACTERS, ceilingFor(all, characters * share))
  const tooLong = all.filter(({ length }) => length > ceiling)
  for (const string of tooLong) string.truncateTo(ceiling)
  return tooLong.length > 0 || halveLargestCollection(data)
}

// --- helpers, in order of use ---

interface LongString {
  readonly length: number
  readonly truncateTo: (length: number) => void
}

/** Returns the length to which the longest strings must be truncated to remove at least `characters` in total. */
function ceilingFor(all: readonly LongString[], characters: number): number {
  const lengths = all.map(({ length }) => length).sort((a, b) => b - a)
  let sum = 0
  for (const [index, length] of lengths.entries()) {
    sum += length
    const ceiling = Math.floor((sum - characters) / (index + 1))
    if (ceiling >= (lengths[index + 1] ?? 0)) return ceiling
  }
  return 0
}

function halveLargestCollection(data: TelemetryData): boolean {
  const largest = collections(data).reduce((a, b) => (b.size > a.size ? b : a), EMPTY)
  if (largest.size < 2) return false
  largest.halve()
  return true
}

/** The fields that may be long, for all kinds of data. */
const LONG_FIELDS = ['message', 'data', 'url', 'name']

function strings({ baseType, baseData }: TelemetryData): LongString[] {
  const properties = baseData.properties ?? {}
  const own = LONG_FIELDS.map((field) => stringAt(baseData, field))
  const details =
    baseType === 'ExceptionData'
      ? baseData.exceptions.flatMap((each) => [stringAt(each, 'message'), stringAt(each, 'stack')])
      : []
  return [...own, ...details, ...Object.keys(properties).map((key) => stringAt(properties, key))]
}

function stringAt(target: object, key: string): LongString {
  const value: unknown = Reflect.get(target, key)
  const string = typeof value === 'string' ? value : ''
  return { length: string.length, truncateTo: (length) => void Reflect.set(target, key, truncate(string, length)) }
}

interface Collection {
  readonly size: number
  readonly halve: () => void
}

const EMPTY: Collection = { size: 0, halve: () => {} }

function collections({ baseType, baseData }: TelemetryData): Collection[] {
  const entries = [baseData.properties, 'measurements' in baseData ? baseData.measurements : undefined]
  const exceptions = baseType === 'ExceptionData' ? baseData.exceptions : []
  const arrays = [exceptions, ...exceptions.map((details) => details.parsedStack ?? [])]
  return [
    ...entries.map((record = {}) => {
      const keys = Object.keys(record)
      return {
        size: keys.length,
        halve: () => {
          for (const key of keys.slice(keys.length / 2)) delete record[key]
        },
      }
    }),
    ...arrays.map((array) => ({ size: array.length, halve: () => void array.splice(array.length / 2) })),
  ]
}
