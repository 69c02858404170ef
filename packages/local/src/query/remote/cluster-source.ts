import { randomUUID } from 'node:crypto'
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
import { readRender } from './render'

/**
 * Asks Azure Data Explorer, its emulator, or another service with its API.
 * @see https://learn.microsoft.com/kusto/api/rest/response-v2
 */
export class ClusterSource implements QuerySource {
  readonly name: string
  readonly #service: RemoteService
  readonly #database: string

  constructor(service: RemoteService & { readonly database: string }) {
    this.name = service.name
    this.#service = service
    this.#database = service.database
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const { maxRows = DEFAULT_MAX_ROWS } = request
    const startedMs = performance.now()
    const body = {
      db: this.#database,
      csl: request.text,
      properties: { Options: optionsOf(request), Parameters: request.parameters },
    }
    const headers = { 'x-ms-app': 'azmon', 'x-ms-client-request-id': `azmon.query;${randomUUID()}` }
    const frames = (await ask(this.#service, request, body, headers)) as readonly Frame[]
    const result = frames.find(({ TableKind }) => TableKind === 'PrimaryResult')
    const errors = errorsIn(frames)
    if (result === undefined || (errors.length > 0 && !errors.every(isLimit))) {
      throw new LocalError('AZMON_LOCAL_QUERY_FAILED', `${this.name} could not run the query: ${messageIn(errors[0])}`)
    }
    const { columns, rows } = readTable(tableOf(result), 'raw')
    return {
      columns,
      rows: rows.slice(0, maxRows),
      isTruncated: rows.length > maxRows || errors.length > 0,
      isSorted: false,
      render: renderIn(frames),
      warnings: [],
      elapsedMs: performance.now() - startedMs,
    }
  }
}

// --- helpers, in order of use ---

interface Frame {
  readonly FrameType: string
  readonly TableKind?: string
  readonly Columns?: readonly { readonly ColumnName: string; readonly ColumnType: string }[]
  /** Values, or an object with errors instead of the rows that are missing. */
  readonly Rows?: readonly (readonly unknown[] | Failure)[]
  readonly OneApiErrors?: Failure['OneApiErrors']
}

interface Failure {
  readonly OneApiErrors?: readonly { readonly error: PartialError }[]
}

function optionsOf({ timeRange, maxRows = DEFAULT_MAX_ROWS, timeoutMs = DEFAULT_TIMEOUT_MS }: QueryRequest): object {
  return {
    servertimeout: timespanOf(timeoutMs),
    truncationmaxrecords: maxRows + 1,
    ...(timeRange && {
      query_datetimescope_column: 'timestamp',
      query_datetimescope_from: isoTime(timeRange.fromMs),
      query_datetimescope_to: isoTime(timeRange.toMs),
    }),
  }
}

/** The service accepts at most one hour. */
function timespanOf(timeoutMs: number): string {
  const milliseconds = Math.min(Math.max(timeoutMs, 1_000), 3_600_000)
  const [, time = ''] = new Date(milliseconds).toISOString().match(/T(.*)Z/) ?? []
  return time
}

/** The errors in place of rows, and those of the last frame. */
function errorsIn(frames: readonly Frame[]): readonly PartialError[] {
  const inRows = frames.flatMap(({ Rows = [] }) =>
    Rows.flatMap((row) => (isFailure(row) ? (row.OneApiErrors ?? []) : [])),
  )
  const atEnd = frames.flatMap(({ OneApiErrors = [] }) => OneApiErrors)
  return [...inRows, ...atEnd].map(({ error }) => error)
}

function isFailure(row: readonly unknown[] | Failure): row is Failure {
  return !Array.isArray(row)
}

/** The service returns the rows up to a limit, and then this error. */
function isLimit(error: PartialError): boolean {
  return error.code === 'LimitsExceeded' || /E_QUERY_RESULT_SET_TOO_LARGE|80DA0003/.test(error['@message'] ?? '')
}

function tableOf({ Columns = [], Rows = [] }: Frame): RemoteTable {
  return {
    columns: Columns.map(({ ColumnName, ColumnType }) => ({ name: ColumnName, type: ColumnType })),
    rows: Rows.filter((row): row is readonly unknown[] => !isFailure(row)),
  }
}

/** The table of query properties holds the render instruction as JSON, in the row with the key `Visualization`. */
function renderIn(frames: readonly Frame[]): QueryResult['render'] {
  const { Rows = [] } = frames.find(({ TableKind }) => TableKind === 'QueryProperties') ?? {}
  for (const row of Rows) {
    if (isFailure(row) || row[1] !== 'Visualization') continue
    const fields = typeof row[2] === 'string' ? JSON.parse(row[2]) : row[2]
    return readRender(fields)
  }
  return undefined
}
