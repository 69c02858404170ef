import type { KqlType, TableColumn, TableName } from '@azmon/kql'

/** The values of one kept item, by column: a Date for datetime, parsed JSON for dynamic, `null` where there is none. */
export type Row<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]: ReadValue[C['type']] | null
}

/** What is to be kept of one item. Columns left out are `null`; datetime is microseconds since 1970. */
export type NewRow<T extends TableName> = {
  readonly [C in TableColumn<T> as C['name']]?: WrittenValue[C['type']] | null
}

/** A new row together with the table it belongs to. */
export type TableRow = { [T in TableName]: { readonly table: T; readonly row: NewRow<T> } }[TableName]

interface ReadValue extends Record<KqlType, unknown> {
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
