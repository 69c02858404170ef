import { applicationInsightsSchema, type CompiledQuery, compileWith, KqlError, toKqlValue } from '@azmon/kql'
import { LocalError, reasonOf } from '../errors'
import type { ReadResult, Store } from '../store/store'
import { timeoutSignal } from '../timeout-signal'
import { mapInSlices } from './map-in-slices'
import {
  DEFAULT_MAX_ROWS,
  DEFAULT_TIMEOUT_MS,
  type QueryRequest,
  type QueryResult,
  type QuerySource,
} from './query-source'
import { rowLimits } from './row-limits'
import { Slots } from './slots'
import { untilAborted } from './until-aborted'

/** Answers queries from the store of this process. */
export class EmbeddedSource implements QuerySource {
  readonly name = 'azmon local'
  readonly #store: Store
  readonly #slots = new Slots(MAX_RUNNING)

  constructor(store: Store) {
    this.#store = store
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const { text, timeRange, parameters, timeoutMs = DEFAULT_TIMEOUT_MS } = request
    const startedMs = performance.now()
    const timeout = timeoutSignal(timeoutMs)
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
    try {
      const running = this.#slots.run(async () => {
        const ask = async (sql: string) => (await this.#store.read(sql, { maxRows: MAX_DISCOVERED_ROWS, signal })).rows
        const compiled = await compileWith(ask, text, applicationInsightsSchema, {
          hasNoNullStrings: true,
          ...(timeRange && { timeRange }),
          ...(parameters && { parameters }),
        })
        const { columns } = compiled
        const read = await this.#read(compiled, request, signal)
        // In the slot, because rows can be read faster than converted: many large results would wait in memory.
        // A query without columns still selects a value, because SQL needs one.
        const rows = await mapInSlices(read.rows, (row) => columns.map(({ type }, i) => toKqlValue(row[i], type)))
        return { compiled, rows, isTruncated: read.isTruncated }
      }, signal)
      // DuckDB stops at some steps only later, such as when it sorts on disk. The query keeps its slot until then.
      const { compiled, rows, isTruncated } = await untilAborted(running, signal)
      const { columns, isSorted, render, warnings } = compiled
      return { columns, rows, isTruncated, isSorted, render, warnings, elapsedMs: performance.now() - startedMs }
    } catch (error) {
      throw error instanceof KqlError || error instanceof LocalError ? error : queryError(error, timeout, timeoutMs)
    }
  }

  async #read({ sql, settings }: CompiledQuery, request: QueryRequest, signal: AbortSignal): Promise<ReadResult> {
    const { maxRows = DEFAULT_MAX_ROWS, maxBytes = DEFAULT_MAX_BYTES } = request
    const { wantedRows, ...limits } = rowLimits(new Map([...(request.settings ?? []), ...settings]), maxRows, maxBytes)
    const { rows, isTruncated } = await this.#store.read(sql, { ...limits, signal })
    return { rows, isTruncated: isTruncated && rows.length < wantedRows }
  }
}

// --- helpers ---

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
/** A running query occupies one of the four threads of libuv. Ingestion needs one, too. */
const MAX_RUNNING = 3
const MAX_DISCOVERED_ROWS = 100_000

function queryError(cause: unknown, timeout: AbortSignal, timeoutMs: number): LocalError {
  return timeout.aborted
    ? new LocalError(
        'AZMON_LOCAL_QUERY_TIMEOUT',
        `The query took longer than ${timeoutMs} ms. Restrict its time range, or filter earlier.`,
        { cause },
      )
    : new LocalError('AZMON_LOCAL_QUERY_FAILED', `The query failed: ${reasonOf(cause)}`, { cause })
}
