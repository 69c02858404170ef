import type { KqlType, KqlValue, KqlWarning, ResultColumn } from '@azmon/kql'
import type { QueryResult } from './query-source'

/**
 * A value of a query as JavaScript has it: a Date for datetime, a number for int, long and real (a bigint if a number cannot hold
 * it), and a string such as `1.02:03:04` for timespan and decimal.
 */
export type QueryValue = KqlValue | bigint | Date

/** The values of a row by column. */
export type QueryRow = Readonly<Record<string, QueryValue>>

export interface QueryRows<R = QueryRow> {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly R[]
  /** Whether there are more rows than `maxRows`. */
  readonly isTruncated: boolean
  /** What the query probably does not do as intended. */
  readonly warnings: readonly KqlWarning[]
}

/** Returns the rows of a result as objects. */
export function toQueryRows<R>({ columns, rows, isTruncated, warnings }: QueryResult): QueryRows<R> {
  return {
    columns,
    rows: rows.map((row) => {
      const values = columns.map(({ name, type }, index) => [name, toValue(row[index] ?? null, type)] as const)
      return Object.fromEntries(values) as R
    }),
    isTruncated,
    warnings,
  }
}

// --- helpers ---

function toValue(value: KqlValue, type: KqlType): QueryValue {
  if (typeof value !== 'string') return value
  switch (type) {
    case 'datetime':
      return new Date(value)
    case 'long':
      return BigInt(value)
    case 'real':
      return Number(value)
    default:
      return value
  }
}
