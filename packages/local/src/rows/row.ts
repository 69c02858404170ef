import type { ColumnType, TableColumn, TableName } from '@azmon/kql'

/**
 * The values of a stored item by column: a Date for datetime, parsed JSON for dynamic. A missing value is an empty string, or
 * `null` for other types.
 */
export type Row<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]: C['type'] extends 'string' ? string : ReadValue[C['type']] | null
}

/** The values of an item to store. Missing and `null` strings are stored as `''`; a datetime is in microseconds since 1970. */
export type NewRow<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]?: WrittenValue[C['type']] | null
}

/**
 * Adds columns to a row that was just made. Spreading the row into a new object would take most of the time of making a row,
 * because it has so many columns.
 */
export function addColumns<T extends TableName>(row: NewRow<TableName>, columns: NewRow<T>): NewRow<T> {
  return Object.assign(row, columns)
}

/** A new row and its table. */
export type TableRow = { [T in TableName]: { readonly table: T; readonly row: NewRow<T> } }[TableName]

interface ReadValue extends Record<ColumnType, unknown> {
  readonly string: string
  readonly guid: string
  readonly int: number
  readonly long: bigint
  readonly real: number
  readonly bool: boolean
  readonly datetime: Date
  readonly dynamic: unknown
}

interface WrittenValue extends Omit<ReadValue, 'datetime' | 'dynamic'> {
  readonly datetime: bigint
  readonly dynamic: object
}
