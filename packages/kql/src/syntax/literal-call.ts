import { KqlError } from '../errors'
import type { KqlType } from '../types'
import { parseDatetime } from '../values/datetime'
import { parseTimespan } from '../values/timespan'
import type { Literal } from './ast'
import type { Token } from './token'

/** Returns the value of a literal such as `datetime(2021-01-01)`, `long(null)` or `guid(…)`. */
export function literalCall(type: KqlType, raw: Token): Literal {
  const value = raw.text === 'null' || raw.text === '' ? null : literalText(type, unquoted(raw.text))
  if (value === undefined) {
    throw new KqlError(
      'SYNTAX',
      raw,
      `${raw.text} is not a ${type} literal. Use to${TO[type] ?? type}() to convert an expression.`,
    )
  }
  return { kind: 'literal', type, value, start: raw.start, end: raw.end }
}

/** Parses the text of a literal, such as `2021-01-01` for a datetime. Undefined if it is not of this type. */
export function literalText(type: KqlType, text: string): Literal['value'] | undefined {
  return READERS[type](text)
}

// --- helpers, in order of use ---

const TO: Partial<Readonly<Record<KqlType, string>>> = { real: 'double' }

const READERS: Readonly<Record<KqlType, (text: string) => Literal['value'] | undefined>> = {
  string: (text) => text,
  int: (text) => integer(text, 32n),
  long: (text) => integer(text, 64n),
  real: (text) => {
    if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
    if (/^nan$/i.test(text)) return Number.NaN
    return isNumber(text) ? Number(text) : undefined
  },
  decimal: (text) => (isNumber(text) ? text : undefined),
  bool: (text) => (/^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined),
  datetime: parseDatetime,
  timespan: parseTimespan,
  dynamic: (text) => text,
  guid: (text) => (/^[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined),
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text
}

function integer(text: string, bits: bigint): bigint | undefined {
  if (!/^[+-]?(?:\d+|0x[0-9a-f]+)$/i.test(text)) return undefined
  const size = BigInt(text.replace(/^[+-]/, ''))
  const value = text.startsWith('-') ? -size : size
  return value >= -(2n ** (bits - 1n)) && value < 2n ** (bits - 1n) ? value : undefined
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)
}
