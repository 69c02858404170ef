import type { TableName, TimeRange } from '@azmon/kql'
import { type Access, keyOf } from './access'
import { connectionStringOf, urlOf } from './connection-string'
import { LocalError } from './errors'
import type { Fault } from './faults/fault'
import type { Faults } from './faults/faults'
import { toFaults } from './faults/parse-fault'
import type { Forward } from './forward/forward'
import type { Refusals } from './ingest/refusals'
import type { Listener } from './listen'
import type { ExportOptions, LocalApplicationInsights, QueryOptions, WaitOptions } from './local-application-insights'
import { type QueryRow, type QueryRows, toQueryRows } from './query/query-rows'
import type { QuerySource } from './query/query-source'
import { parseTimespan } from './query-api/timespan'
import type { Row } from './rows/row'
import type { LocalStatus } from './status'
import type { Store, TableCounts } from './store/store'
import type { TlsIdentity } from './tls/tls-identity'
import { exportFile } from './transfer/export-file'
import { toExportRange } from './transfer/export-lines'
import type { ImportResult } from './transfer/import-file'
import type { Imports } from './transfer/imports'
import {
  type Arrivals,
  type Matches,
  type WaitParts,
  type WantedCounts,
  waitForCounts,
  waitForRow,
  waitForRows,
} from './wait'

export interface RunningParts {
  readonly listener: Listener
  readonly access: Access
  readonly identity: TlsIdentity | undefined
  readonly store: Store
  readonly arrivals: Arrivals
  readonly refusals: Refusals
  readonly faults: Faults
  readonly imports: Imports
  readonly embedded: QuerySource
  readonly forward: Forward | undefined
  readonly status: () => LocalStatus
}

/** A local Application Insights that listens. */
export class RunningLocal implements LocalApplicationInsights {
  readonly port: number
  readonly caPath: string | undefined
  readonly #listener: Listener
  readonly #access: Access
  readonly #store: Store
  readonly #arrivals: Arrivals
  readonly #refusals: Refusals
  readonly #faults: Faults
  readonly #imports: Imports
  readonly #embedded: QuerySource
  readonly #forward: Forward | undefined
  readonly #status: () => LocalStatus
  #closed: Promise<void> | undefined

  constructor({ listener, access, identity, ...parts }: RunningParts) {
    this.port = listener.port
    this.caPath = identity?.caPath
    this.#listener = listener
    this.#access = access
    this.#store = parts.store
    this.#arrivals = parts.arrivals
    this.#refusals = parts.refusals
    this.#faults = parts.faults
    this.#imports = parts.imports
    this.#embedded = parts.embedded
    this.#forward = parts.forward
    this.#status = parts.status
  }

  get url(): string {
    return urlOf(this.port, this.#ownHost)
  }

  get httpsUrl(): string {
    return urlOf(this.port, this.#ownHost).replace('http:', 'https:')
  }

  get connectionString(): string {
    return connectionStringOf(this.port, this.#ownHost, keyOf(this.#access))
  }

  get token(): string | undefined {
    return this.#access.token
  }

  connectionStringFor(host: string): string {
    return connectionStringOf(this.port, host, keyOf(this.#access))
  }

  /** Undefined if it can be reached on loopback. */
  get #ownHost(): string | undefined {
    const { host } = this.#access
    return host === '0.0.0.0' || host === '::' ? undefined : host
  }

  async counts(): Promise<TableCounts> {
    return this.#openStore().counts()
  }

  async rows<T extends TableName>(table: T, limit = DEFAULT_ROWS): Promise<readonly Row<T>[]> {
    return this.#openStore().newest(table, limit)
  }

  async query<R = QueryRow>(text: string, options: QueryOptions = {}): Promise<QueryRows<R>> {
    this.#openStore()
    const { timespan, ...limits } = options
    const timeRange = timespan === undefined ? undefined : timeRangeOf(timespan)
    return toQueryRows(await this.#embedded.query({ text, timeRange, ...limits }))
  }

  async waitForCounts(wanted: WantedCounts, options?: WaitOptions): Promise<TableCounts> {
    return waitForCounts(this.#waitParts(options), wanted)
  }

  waitFor<R = QueryRow>(text: string, options?: WaitOptions): Promise<readonly R[]>
  waitFor<T extends TableName>(table: T, matches: Matches<T>, options?: WaitOptions): Promise<Row<T>>
  async waitFor(text: string, matches?: Matches<TableName> | WaitOptions, options?: WaitOptions): Promise<unknown> {
    if (typeof matches === 'function') return waitForRow(this.#waitParts(options), text as TableName, matches)
    return waitForRows(this.#waitParts(matches), () => this.query(text))
  }

  async exportFile(path: string, { timespan }: ExportOptions = {}): Promise<void> {
    const store = this.#openStore()
    const range = timespan === undefined ? undefined : timeRangeOf(timespan)
    await exportFile(store, path, range === undefined ? {} : toExportRange(range))
  }

  async importFile(path: string): Promise<ImportResult> {
    this.#openStore()
    return this.#imports.add(path)
  }

  async reset(): Promise<void> {
    await this.#openStore().clear()
    this.#refusals.clear()
    this.#faults.set([])
  }

  faults(...faults: readonly (string | Fault)[]): void {
    this.#faults.set(toFaults(faults))
  }

  status(): LocalStatus {
    return this.#status()
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.#arrivals.emit('closed')
    await Promise.all([this.#listener.close(), this.#imports.close()])
    await this.#forward?.close()
    await this.#store.close()
  }

  #waitParts({ timeoutMs = DEFAULT_WAIT_TIMEOUT_MS }: WaitOptions = {}): WaitParts {
    return { store: this.#openStore(), refusals: this.#refusals, arrivals: this.#arrivals, timeoutMs }
  }

  #openStore(): Store {
    if (this.#closed) {
      throw new LocalError(
        'AZMON_LOCAL_CLOSED',
        'This local Application Insights is closed. Read its rows before you call close().',
      )
    }
    return this.#store
  }
}

// --- helpers ---

const DEFAULT_WAIT_TIMEOUT_MS = 10_000
const DEFAULT_ROWS = 1_000

function timeRangeOf(timespan: string): TimeRange {
  const timeRange = parseTimespan(timespan, Date.now())
  if (timeRange !== undefined) return timeRange
  throw new LocalError(
    'AZMON_LOCAL_OPTION',
    'timespan must be an ISO 8601 duration such as PT1H, or a start and an end: <start>/<end>.',
  )
}
