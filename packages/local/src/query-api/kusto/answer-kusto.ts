import type { QueryResult, QuerySource } from '../../query/query-source'
import type { Answer } from '../answer'
import { KNOWN_COMMANDS, runCommand } from './commands'
import { frames } from './frames'
import { invalidKustoRequest, kustoErrorAnswer } from './kusto-error'
import type { KustoTable } from './kusto-table'
import { readKustoRequest } from './read-kusto-request'
import type { RequestIds } from './request-ids'
import { commandTables, queryTables } from './tables-v1'

export type KustoEndpoint = 'v1/query' | 'v2/query' | 'v1/mgmt'

export interface KustoCall {
  readonly endpoint: KustoEndpoint
  /** The parsed body. */
  readonly body: unknown
  readonly ids: RequestIds
  /** Aborted if the client has gone. */
  readonly signal: AbortSignal
}

/** Answers a query or a command of a client of Azure Data Explorer. */
export async function answerKusto(source: QuerySource, { endpoint, body, ids, signal }: KustoCall): Promise<Answer> {
  const request = readKustoRequest(body, Date.now())
  if (request.kind === 'invalid') return invalidKustoRequest(request.message, ids)
  const { text } = request.query
  const isCommand = text.trimStart().startsWith('.')
  // Grafana sends commands to the endpoint for queries, too.
  if (isCommand && endpoint !== 'v2/query') return answerCommand(source, text, ids, signal)
  if (endpoint === 'v1/mgmt') return invalidKustoRequest('A command must begin with a dot, such as .show tables.', ids)
  try {
    const result = await source.query({ ...LIMITS, ...request.query, signal })
    return { status: 200, json: await (endpoint === 'v1/query' ? queryTables(result, ids) : frames(result, ids)) }
  } catch (error) {
    return kustoErrorAnswer(error, ids)
  }
}

// --- helpers, in order of use ---

/** The limits of the service. */
const LIMITS = { maxRows: 500_000, maxBytes: 64 * 1024 * 1024 }

/** Runs a command, and the query after its first `|` with the rows of the command. */
async function answerCommand(source: QuerySource, text: string, ids: RequestIds, signal: AbortSignal): Promise<Answer> {
  const [command = '', ...steps] = text.split('|')
  const table = runCommand(command)
  if (table === undefined) {
    return invalidKustoRequest(
      `Unknown command or table: ${command.trim().slice(0, 100)}. Known are ${KNOWN_COMMANDS}.`,
      ids,
    )
  }
  if (steps.length === 0) return { status: 200, json: await commandTables(table) }
  try {
    const result = await source.query({ text: [asDatatable(table), ...steps].join('|'), signal })
    return { status: 200, json: await commandTables(result) }
  } catch (error) {
    return kustoErrorAnswer(error, ids)
  }
}

/** Writes a table as a literal of KQL. */
function asDatatable({ columns, rows }: KustoTable | QueryResult): string {
  const types = columns.map(({ name, type }) => `${name}: ${type}`)
  const values = rows.flatMap((row) =>
    row.map((value, index) =>
      columns[index]?.type === 'string' ? JSON.stringify(value) : `${columns[index]?.type}(${value})`,
    ),
  )
  return `datatable(${types.join(', ')})[${values.join(', ')}]`
}
