import { truncate } from '../truncate'
import type { TelemetryData } from './contracts'

/** Below this a text says too little to be worth a cut: rather fewer entries than shorter ones. */
const WORTH_CUTTING = 256

/**
 * Not every byte of an item is text that can be cut, and the longest texts may have the shortest characters, so callers
 * repeat the call. Each time costs as much as writing the item, and without a minimum the last few bytes took twenty.
 */
const MIN_SHARE = 0.05

/**
 * Makes `data` smaller in place, by a little more than `excess`, the share (0 to 1) of its bytes that is too much: all texts
 * longer than some length are cut to it. If no text is long, the longest list of entries loses its second half.
 * Returns false if nothing is left to take.
 */
export function shrink(data: TelemetryData, excess: number): boolean {
  const share = 1.1 * excess + MIN_SHARE
  const all = texts(data)
  const characters = all.reduce((sum, text) => sum + text.length, 0)
  const ceiling = Math.max(WORTH_CUTTING, ceilingFor(all, characters * share))
  const tooLong = all.filter((text) => text.length > ceiling)
  for (const text of tooLong) text.cutTo(ceiling)
  return tooLong.length > 0 || halveLongestList(data)
}

// --- helpers, in order of use ---

interface Text {
  readonly length: number
  readonly cutTo: (length: number) => void
}

/** The length to cut to so that at least `characters` of all texts go: the longest give first, as water finds its level. */
function ceilingFor(all: readonly Text[], characters: number): number {
  const lengths = all.map((text) => text.length).sort((a, b) => b - a)
  let sum = 0
  for (const [index, length] of lengths.entries()) {
    sum += length
    const ceiling = Math.floor((sum - characters) / (index + 1))
    if (ceiling >= (lengths[index + 1] ?? 0)) return ceiling
  }
  return 0
}

function halveLongestList(data: TelemetryData): boolean {
  const longest = lists(data).reduce((a, b) => (b.size > a.size ? b : a), NO_LIST)
  if (longest.size < 2) return false
  longest.halve()
  return true
}

/** Fields of any kind that may be long. */
const LONG_FIELDS = ['message', 'data', 'url', 'name']

function texts({ baseType, baseData }: TelemetryData): Text[] {
  const properties = baseData.properties ?? {}
  const own = LONG_FIELDS.map((field) => textOf(baseData, field))
  const details =
    baseType === 'ExceptionData' ? baseData.exceptions.flatMap((e) => [textOf(e, 'message'), textOf(e, 'stack')]) : []
  return [...own, ...details, ...Object.keys(properties).map((key) => textOf(properties, key))]
}

function textOf(target: object, key: string): Text {
  const value: unknown = Reflect.get(target, key)
  const text = typeof value === 'string' ? value : ''
  return { length: text.length, cutTo: (length) => void Reflect.set(target, key, truncate(text, length)) }
}

interface List {
  readonly size: number
  readonly halve: () => void
}

const NO_LIST: List = { size: 0, halve: () => {} }

function lists({ baseType, baseData }: TelemetryData): List[] {
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
