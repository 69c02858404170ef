import type { TableName } from '@azmon/kql'
import type { Fault } from './faults/fault'
import type { QueryRow, QueryRows } from './query/query-rows'
import type { Row } from './rows/row'
import type { LocalStatus } from './status'
import type { TableCounts } from './store/store'
import type { ImportResult } from './transfer/import-file'
import type { Matches, WantedCounts } from './wait'

export interface WaitOptions {
  /** The time after which to reject, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number
}

export interface QueryOptions {
  /**
   * The time of the rows in ISO 8601: a duration before now (`PT1H`), or a start and an end separated by a slash. @default all
   */
  readonly timespan?: string
  /** @default 10_000 */
  readonly maxRows?: number
  /** The time after which to stop, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number
}

export interface ExportOptions {
  /**
   * The time of the rows in ISO 8601: a duration before now (`PT1H`), or a start and an end separated by a slash. @default all
   */
  readonly timespan?: string
}

/** A local Application Insights that runs in this process. */
export interface LocalApplicationInsights extends AsyncDisposable {
  /** The URL of the web page, such as `http://127.0.0.1:4380/`. */
  readonly url: string
  readonly port: number
  /** The connection string with which a client on this machine sends its telemetry here. */
  readonly connectionString: string
  /** The URL of the web page over https, on the same port. Clients must trust the certificate in `caPath`. */
  readonly httpsUrl: string
  /**
   * The path of a PEM file for NODE_EXTRA_CA_CERTS, with which clients trust its certificate for https. Undefined if no
   * directory could store the certificate; then it accepts only http.
   */
  readonly caPath: string | undefined
  /** The token that readers must send. Undefined if everybody on this machine may read. */
  readonly token: string | undefined
  /** Returns the connection string for clients that reach this machine by another name or address. */
  connectionStringFor(host: string): string
  /** Returns the number of rows of every table. Includes everything that was sent and acknowledged before the call. */
  counts(): Promise<TableCounts>
  /** Returns the rows of a table, newest first, at most `limit` of them. @default limit 1_000 */
  rows<T extends TableName>(table: T, limit?: number): Promise<readonly Row<T>[]>
  /**
   * Queries the telemetry that is stored here, in KQL. `R` is the type of the rows, which is not checked.
   * Rejects with a `KqlError` if the query is wrong, or with `AZMON_LOCAL_QUERY_TIMEOUT` or `AZMON_LOCAL_QUERY_FAILED`.
   */
  query<R = QueryRow>(text: string, options?: QueryOptions): Promise<QueryRows<R>>
  /**
   * Resolves with all counts as soon as every named table has at least this many rows.
   * Rejects with `AZMON_LOCAL_COUNTS_TIMEOUT`, which names the missing rows.
   */
  waitForCounts(wanted: WantedCounts, options?: WaitOptions): Promise<TableCounts>
  /**
   * Resolves with the rows of a query in KQL, as soon as it has any. It runs again after each arrival.
   * Rejects with `AZMON_LOCAL_ROW_TIMEOUT`, which tells what was stored and rejected instead, or with the error of the query.
   */
  waitFor<R = QueryRow>(text: string, options?: WaitOptions): Promise<readonly R[]>
  /**
   * Resolves with the newest row of a table for which `matches` returns true, as soon as there is one among the newest 1,000.
   * Rejects with `AZMON_LOCAL_ROW_TIMEOUT`, or with the error that `matches` throws.
   */
  waitFor<T extends TableName>(table: T, matches: Matches<T>, options?: WaitOptions): Promise<Row<T>>
  /**
   * Writes the telemetry to a file, compressed with gzip, that `importFile` and the page of any azmon local can read: to keep what
   * a failed test has sent, for example. Replaces the file. Rejects with `AZMON_LOCAL_EXPORT`.
   */
  exportFile(path: string, options?: ExportOptions): Promise<void>
  /**
   * Adds the rows of an exported file. They keep their times and ids; rows that are already stored are not added again. Rejects
   * with `AZMON_LOCAL_IMPORT_FILE`, and has added nothing, if a line of the file is broken; with `AZMON_LOCAL_IMPORT_STORE` if
   * some of its rows could not be stored.
   */
  importFile(path: string): Promise<ImportResult>
  /**
   * Makes the endpoint misbehave from now on, to test the retries of a client: `faults('503:10s')`. Replaces earlier faults;
   * without arguments the endpoint works again.
   * @throws LocalError `AZMON_LOCAL_OPTION` if a fault is wrong.
   */
  faults(...faults: readonly (string | Fault)[]): void
  /**
   * Removes everything that was sent and acknowledged before the call, forgets the rejected items, and clears the faults, for
   * example before each test.
   */
  reset(): Promise<void>
  /** Returns who answers queries, the faults, and what became of the forwarded items. */
  status(): LocalStatus
  /** Stops listening, sends or stores forwarded items, waits for running writes and closes the database. Further calls return the same promise. */
  close(): Promise<void>
}
