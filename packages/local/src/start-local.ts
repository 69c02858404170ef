import { EventEmitter } from 'node:events'
import type { TableName } from '@azmon/kql'
import { getRequestListener } from '@hono/node-server'
import { type Access, type AccessOptions, keyOf, resolveAccess } from './access'
import { connectionStringOf, urlOf } from './connection-string'
import { LocalError } from './errors'
import { Refusals } from './ingest/refusals'
import { type Listener, listenOn } from './listen'
import type { LocalApplicationInsights, QueryOptions, WaitOptions } from './local-application-insights'
import { EmbeddedSource } from './query/embedded-source'
import { type QueryRow, type QueryRows, toQueryRows } from './query/query-rows'
import type { QuerySource } from './query/query-source'
import type { Row } from './rows/row'
import { createApp } from './server'
import { IN_MEMORY } from './store/duckdb-store'
import { openStore } from './store/open-store'
import type { Store, TableCounts } from './store/store'
import {
  type Arrivals,
  type Matches,
  type WaitParts,
  type WantedCounts,
  waitForCounts,
  waitForRow,
  waitForRows,
} from './wait'
import { warn } from './warn'

export interface LocalOptions extends AccessOptions {
  /** The port to listen on. 0 selects any free port. @default 4380 */
  readonly port?: number | undefined
  /** The path of a DuckDB file that stores the telemetry. @default in memory, lost when the process ends */
  readonly data?: string | undefined
  /** The maximum number of rows in all tables together. Beyond it, the oldest rows are dropped. @default 5_000_000 */
  readonly maxRows?: number | undefined
  /**
   * The maximum size of the telemetry, in memory or in the file. Beyond it, the oldest rows are dropped.
   * @default 536_870_912 (512 MiB)
   */
  readonly maxBytes?: number | undefined
}

/**
 * Starts a local Application Insights on loopback.
 * Rejects with a `LocalError`: `AZMON_LOCAL_PORT_IN_USE`, `AZMON_LOCAL_LISTEN`, `AZMON_LOCAL_DATA`, `AZMON_LOCAL_NO_DUCKDB` or
 * `AZMON_LOCAL_OPTION`.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalApplicationInsights> {
  requireKnown(options)
  const { port = DEFAULT_PORT, data = IN_MEMORY, maxRows = DEFAULT_MAX_ROWS, maxBytes = DEFAULT_MAX_BYTES } = options
  const access = resolveAccess(options)
  requirePort(port)
  requirePath(data)
  requireLimit('maxRows', maxRows)
  requireLimit('maxBytes', maxBytes)
  const store = await openStore({ path: data, limits: { maxRows, maxBytes }, warn })
  const arrivals: Arrivals = new EventEmitter()
  arrivals.setMaxListeners(0)
  const refusals = new Refusals()
  const source = new EmbeddedSource(store)
  const app = createApp({ store, source, access, refusals, onRowsStored: () => arrivals.emit('rows') })
  try {
    const onRequest = getRequestListener(app.fetch, { overrideGlobalObjects: false })
    const listener = await listenOn(access.host, port, onRequest)
    return new RunningLocal({ listener, access, store, arrivals, refusals, source })
  } catch (error) {
    await store.close()
    throw error
  }
}

const DEFAULT_PORT = 4380
const DEFAULT_MAX_ROWS = 5_000_000
const DEFAULT_MAX_BYTES = 512 * 1024 * 1024
const DEFAULT_WAIT_TIMEOUT_MS = 10_000
const DEFAULT_ROWS = 1_000

interface Parts {
  readonly listener: Listener
  readonly access: Access
  readonly store: Store
  readonly arrivals: Arrivals
  readonly refusals: Refusals
  readonly source: QuerySource
}

class RunningLocal implements LocalApplicationInsights {
  readonly port: number
  readonly #listener: Listener
  readonly #access: Access
  readonly #store: Store
  readonly #arrivals: Arrivals
  readonly #refusals: Refusals
  readonly #source: QuerySource
  #closed: Promise<void> | undefined

  constructor({ listener, access, ...parts }: Parts) {
    this.port = listener.port
    this.#listener = listener
    this.#access = access
    this.#store = parts.store
    this.#arrivals = parts.arrivals
    this.#refusals = parts.refusals
    this.#source = parts.source
  }

  get url(): string {
    return urlOf(this.port, this.#ownHost)
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

  async query<R = QueryRow>(text: string, options?: QueryOptions): Promise<QueryRows<R>> {
    this.#openStore()
    return toQueryRows(await this.#source.query({ text, ...options }))
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

  async reset(): Promise<void> {
    await this.#openStore().clear()
    this.#refusals.clear()
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
    await this.#listener.close()
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

const OPTIONS: readonly string[] = [
  ...['port', 'data', 'maxRows', 'maxBytes'],
  ...['host', 'allowHosts', 'instrumentationKeys', 'token'],
]

function requireKnown(options: LocalOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown === undefined) return
  throw new LocalError('AZMON_LOCAL_OPTION', `${unknown} is not an option. The options are ${OPTIONS.join(', ')}.`)
}

function requirePort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return
  throw new LocalError('AZMON_LOCAL_OPTION', `port must be a whole number from 0 to 65535, got ${shown(port)}.`)
}

/** Returns a number, or the type of anything else that a caller without types may pass. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`
}

function requireLimit(name: string, limit: number): void {
  if (Number.isInteger(limit) && limit > 0) return
  throw new LocalError('AZMON_LOCAL_OPTION', `${name} must be a whole number above 0, got ${limit}.`)
}

/** Rejects an empty path: DuckDB would keep its data in memory, although the caller expects a file. */
function requirePath(data: string): void {
  if (data !== '') return
  throw new LocalError(
    'AZMON_LOCAL_OPTION',
    'data must be the path of a file, got an empty string. Omit it to keep the telemetry in memory.',
  )
}
