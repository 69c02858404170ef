import { EventEmitter } from 'node:events'
import type { TableName } from '@azmon/kql'
import { getRequestListener } from '@hono/node-server'
import { type Access, keyOf, namesOf, resolveAccess } from './access'
import { connectionStringOf, urlOf } from './connection-string'
import { LocalError } from './errors'
import { Refusals } from './ingest/refusals'
import { type Listener, listenOn } from './listen'
import type { LocalApplicationInsights, QueryOptions, WaitOptions } from './local-application-insights'
import { type LocalOptions, resolveOptions } from './local-options'
import { EmbeddedSource } from './query/embedded-source'
import { type QueryRow, type QueryRows, toQueryRows } from './query/query-rows'
import type { QuerySource } from './query/query-source'
import type { Row } from './rows/row'
import { createApp } from './server'
import { openStore } from './store/open-store'
import type { Store, TableCounts } from './store/store'
import { openTlsIdentity, type TlsIdentity } from './tls/tls-identity'
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

/**
 * Starts a local Application Insights on loopback.
 * Rejects with a `LocalError`: `AZMON_LOCAL_PORT_IN_USE`, `AZMON_LOCAL_LISTEN`, `AZMON_LOCAL_DATA`, `AZMON_LOCAL_NO_DUCKDB`,
 * `AZMON_LOCAL_OPTION` or `AZMON_LOCAL_STATE`.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalApplicationInsights> {
  const { port, data, maxRows, maxBytes, stateDirectory, ...accessOptions } = resolveOptions(options)
  const access = resolveAccess(accessOptions)
  const identifying = openTlsIdentity(namesOf(access), stateDirectory)
  identifying.catch(() => {}) // awaited below, unless DuckDB fails first
  const store = await openStore({ path: data, limits: { maxRows, maxBytes }, warn })
  const arrivals: Arrivals = new EventEmitter()
  arrivals.setMaxListeners(0)
  const refusals = new Refusals()
  const source = new EmbeddedSource(store)
  const app = createApp({ store, source, access, refusals, onRowsStored: () => arrivals.emit('rows') })
  try {
    const onRequest = getRequestListener(app.fetch, { overrideGlobalObjects: false })
    const identity = await identifying
    const listener = await listenOn(access.host, port, { onRequest, identity })
    return new RunningLocal({ listener, access, identity, store, arrivals, refusals, source })
  } catch (error) {
    await store.close()
    throw error
  }
}

const DEFAULT_WAIT_TIMEOUT_MS = 10_000
const DEFAULT_ROWS = 1_000

interface Parts {
  readonly listener: Listener
  readonly access: Access
  readonly identity: TlsIdentity | undefined
  readonly store: Store
  readonly arrivals: Arrivals
  readonly refusals: Refusals
  readonly source: QuerySource
}

class RunningLocal implements LocalApplicationInsights {
  readonly port: number
  readonly caPath: string | undefined
  readonly #listener: Listener
  readonly #access: Access
  readonly #store: Store
  readonly #arrivals: Arrivals
  readonly #refusals: Refusals
  readonly #source: QuerySource
  #closed: Promise<void> | undefined

  constructor({ listener, access, identity, ...parts }: Parts) {
    this.port = listener.port
    this.caPath = identity?.caPath
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
