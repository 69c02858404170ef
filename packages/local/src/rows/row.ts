import type { ColumnType, TableColumn, TableName } from '@azmon/kql'

/** The values of a stored item by column: a Date for datetime, parsed JSON for dynamic, `null` for no value. */
export type Row<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]: ReadValue[C['type']] | null
}

/** The values of an item to store. Missing columns are `null`; a datetime is in microseconds since 1970. */
export type NewRow<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]?: WrittenValue[C['type']] | null
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
