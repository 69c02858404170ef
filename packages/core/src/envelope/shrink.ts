import type { TelemetryData } from './contracts'
import { cut } from './limits'

/** Below this a text says too little to be worth a cut: rather fewer entries than shorter ones. */
const WORTH_CUTTING = 256

/**
 * Makes `data` smaller in place by about `excessBytes`: the longest text loses what is too much, at most half of
 * itself; where no text is long, the longest list of entries loses its second half. False: nothing left to take.
 */
export function shrink(data: TelemetryData, excessBytes: number): boolean {
  const longest = texts(data).reduce((a, b) => (b.length > a.length ? b : a), NO_TEXT)
  if (longest.length > WORTH_CUTTING) {
    longest.cutTo(Math.max(Math.ceil(longest.length / 2), longest.length - excessBytes))
    return true
  }
  const largest = lists(data).reduce((a, b) => (b.size > a.size ? b : a), NO_LIST)
  if (largest.size < 2) return false
  largest.halve()
  return true
}

// --- helpers, in order of use ---

interface Text {
  readonly length: number
  readonly cutTo: (length: number) => void
}

const NO_TEXT: Text = { length: 0, cutTo: () => {} }

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
  return { length: text.length, cutTo: (length) => void Reflect.set(target, key, cut(text, length)) }
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
