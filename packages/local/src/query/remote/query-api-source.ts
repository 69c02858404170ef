import type { KqlWarning } from '@azmon/kql'
import { LocalError } from '../../errors'
import {
  DEFAULT_MAX_ROWS,
  DEFAULT_TIMEOUT_MS,
  type QueryRequest,
  type QueryResult,
  type QuerySource,
} from '../query-source'
import { isoTime } from './iso-time'
import { messageIn, type PartialError } from './partial-error'
import { type RemoteTable, readTable } from './read-table'
import { ask, type RemoteService } from './remote-service'
import { type RenderFields, readRender } from './render'

export interface QueryApi extends RemoteService {
  /** Whether it is an azmon local, which also returns warnings and the types of dynamic values. */
  readonly isAzmon: boolean
}

/**
 * Asks Application Insights, a Log Analytics workspace or another azmon local, which have the same API.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
 */
export class QueryApiSource implements QuerySource {
  readonly name: string
  readonly #service: QueryApi

  constructor(service: QueryApi) {
    this.name = service.name
    this.#service = service
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const { text, timeRange, maxRows = DEFAULT_MAX_ROWS, timeoutMs = DEFAULT_TIMEOUT_MS } = request
    if (Object.keys(request.parameters ?? {}).length > 0) {
      const message = `${this.name} accepts no parameters. Write their values into the query.`
      throw new LocalError('AZMON_LOCAL_QUERY_FAILED', message)
    }
    const startedMs = performance.now()
    const timespan = timeRange && `${isoTime(timeRange.fromMs)}/${isoTime(timeRange.toMs)}`
    const { isAzmon } = this.#service
    const prefer = [
      `wait=${Math.ceil(timeoutMs / 1_000)}`,
      'include-render=true',
      ...(isAzmon ? extensions(maxRows) : []),
    ].join()
    const answer = (await ask(this.#service, request, { query: text, timespan }, { prefer })) as Answer
    const table = answer.tables?.find(({ name }) => name === 'PrimaryResult') ?? answer.tables?.[0]
    if (table === undefined) {
      throw new LocalError('AZMON_LOCAL_QUERY_FAILED', `${this.name} returned no table: ${messageIn(answer.error)}`)
    }
    const { columns, rows } = readTable(table, isAzmon ? 'json' : 'text')
    return {
      columns,
      rows: rows.slice(0, maxRows),
      isTruncated: rows.length > maxRows || answer.error !== undefined,
      isSorted: answer.azmon?.isSorted ?? answer.render?.['isQuerySorted'] === true,
      render: readRender(answer.render),
      warnings: answer.azmon?.warnings ?? warningOf(answer.error),
      elapsedMs: performance.now() - startedMs,
    }
  }
}

// --- helpers ---

/** What to ask an azmon local for, beside what the service has. */
function extensions(maxRows: number): readonly string[] {
  return ['include-azmon=true', 'dynamic=json', `max-rows=${maxRows}`]
}

function warningOf(error: PartialError | undefined): readonly KqlWarning[] {
  return error === undefined ? [] : [{ start: 0, end: 0, message: messageIn(error) }]
}

interface Answer {
  readonly tables?: readonly (RemoteTable & { readonly name: string })[]
  readonly render?: RenderFields
  /** Beside tables, this means that the result is incomplete. */
  readonly error?: PartialError
  readonly azmon?: { readonly isSorted: boolean; readonly warnings: readonly KqlWarning[] }
}
