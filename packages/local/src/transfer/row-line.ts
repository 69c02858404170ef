import type { ColumnSchema, ColumnType, TableName } from '@azmon/kql'

/** A row as the store reads it: values in the order of the columns, datetimes as microseconds since 1970, dynamics as JSON. */
export type StoredValues = readonly unknown[]

/** Returns the line of a row. Missing values and empty strings are left out; dynamics are JSON in the JSON. */
export function rowLine(table: TableName, columns: readonly ColumnSchema[], values: StoredValues): string {
  const members: string[] = []
  for (const [index, { name, type }] of columns.entries()) {
    const value = values[index]
    if (value !== null && value !== undefined && value !== '') members.push(`"${name}":${jsonByType[type](value)}`)
  }
  return `{"table":"${table}","row":{${members.join(',')}}}`
}

// --- helpers ---

const jsonByType: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  string: JSON.stringify,
  guid: JSON.stringify,
  int: String,
  // As a string, because a number of JavaScript cannot hold each of them.
  long: (value) => `"${value}"`,
  real: (value) => (Number.isFinite(value) && !Object.is(value, -0) ? String(value) : `"${realName(Number(value))}"`),
  bool: String,
  datetime: (value) => `"${isoMicros(BigInt(String(value)))}"`,
  dynamic: String,
}

/** Returns the name of a number that JSON cannot hold, or that its readers change. */
function realName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Returns an ISO 8601 time with six digits after the second. */
function isoMicros(micros: bigint): string {
  const fraction = ((micros % SECOND) + SECOND) % SECOND
  const seconds = new Date(Number((micros - fraction) / 1_000n)).toISOString().slice(0, -'.000Z'.length)
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`
}

const SECOND = 1_000_000n
