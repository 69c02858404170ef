import type { TableName } from '@azmon/kql'
import type { Row, TableRow } from '../rows/row'

/** The number of rows of each table. */
export type TableCounts = Readonly<Record<TableName, number>>

export interface ReadOptions {
  /** Stops reading after this many rows. */
  readonly maxRows: number
  /** Stops reading after about this many bytes of values. @default no limit */
  readonly maxBytes?: number | undefined
  /** Interrupts the query. The read then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

export interface ReadResult {
  /** The values of each row, in the order of the SELECT, as DuckDB returns them. */
  readonly rows: readonly (readonly unknown[])[]
  /** Whether there are more rows than were read. Rows beyond `maxRows` or `maxBytes` are not. */
  readonly isTruncated: boolean
}

/** Rejects rows because too many others wait to be written. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy'
}

/** Rejects rows because they would exceed the limit of the store, and there is no space on its disk to drop others. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull'

  constructor() {
    super('there is not enough space on the disk to drop old rows')
  }
}

/** Stores rows. Reads see all rows whose append has resolved. */
export interface Store {
  /** Stores all of the rows, or none if it rejects, such as with StoreBusy or StoreFull. */
  append(rows: readonly TableRow[]): Promise<void>
  counts(): Promise<TableCounts>
  /** Returns the newest rows of a table, newest first. */
  newest<T extends TableName>(table: T, limit: number): Promise<readonly Row<T>[]>
  /** Runs one SELECT. Several may run at the same time. */
  read(sql: string, options: ReadOptions): Promise<ReadResult>
  /** Removes all rows whose append has resolved. */
  clear(): Promise<void>
  /** Waits for running appends, then closes the store. */
  close(): Promise<void>
}
