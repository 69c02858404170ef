import type { TableName } from '@azmon/kql'
import type { Row, TableRow } from '../rows/row'

/** How many rows each table holds. */
export type TableCounts = Readonly<Record<TableName, number>>

/** Keeps rows. What an append has resolved for, every later read sees. */
export interface Store {
  /** All of the rows, or none when it rejects. */
  append(rows: readonly TableRow[]): Promise<void>
  counts(): Promise<TableCounts>
  /** The newest rows of a table, newest first. */
  newest<T extends TableName>(table: T, limit: number): Promise<readonly Row<T>[]>
  /** Waits for appends under way. */
  close(): Promise<void>
}
