import type { KqlType } from './types'
import { formatDatetime } from './values/datetime'
import { formatTimespan } from './values/timespan'

export type KqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly unknown[]
  | { readonly [name: string]: unknown }

/**
 * Returns a value of DuckDB as the query API shows it: datetimes, timespans, NaN and longs beyond 2^53 as strings, and dynamic
 * values parsed.
 */
export function toKqlValue(value: unknown, type: KqlType): KqlValue {
  if (value === null || value === undefined) return type === 'string' ? '' : null
  switch (type) {
    case 'datetime':
      return formatDatetime(BigInt(value as bigint))
    case 'timespan':
      return formatTimespan(BigInt(value as bigint))
    case 'int':
    case 'long': {
      const number = Number(value)
      return Number.isSafeInteger(number) ? number : String(value)
    }
    case 'real':
      return Number.isFinite(value)
        ? (value as number)
        : Number.isNaN(value)
          ? 'NaN'
          : (value as number) > 0
            ? 'Infinity'
            : '-Infinity'
    case 'decimal':
      return String(value)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    case 'dynamic':
      return JSON.parse(String(value)) as KqlValue
    case 'bool':
      return value as boolean
    default:
      return String(value)
  }
}
