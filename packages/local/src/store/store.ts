import type { TableName } from '@azmon/kql'
import type { Row, TableRow } from '../rows/row'

/** The number of rows of each table. */
export type TableCounts = Readonly<Record<TableName, number>>

/** Stores rows. Reads see all rows whose append has resolved. */
export interface Store {
  /** Stores all of the rows, or none if it rejects. */
  append(rows: readonly TableRow[]): Promise<void>
  counts(): Promise<TableCounts>
  /** Returns the newest rows of a table, newest first. */
  newest<T extends TableName>(table: T, limit: number): Promise<readonly Row<T>[]>
  /** Removes all rows whose append has resolved. */
  clear(): Promise<void>
  /** Waits for running appends, then closes the store. */
  close(): Promise<void>
}
