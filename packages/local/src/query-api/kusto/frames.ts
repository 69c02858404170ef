import type { QueryResult } from '../../query/query-source'
import { kustoVisualization } from '../visualization'
import { limitExceeded } from './kusto-error'
import { type KustoTable, kustoRows, tableOf } from './kusto-table'
import type { RequestIds } from './request-ids'

/**
 * Writes a result in version 2 of the API: a header, the result between its properties and how it was completed, and the end.
 * @see https://learn.microsoft.com/kusto/api/rest/response-v2
 */
export async function frames(result: QueryResult, ids: RequestIds): Promise<string> {
  const written = [
    JSON.stringify({ FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' }),
    await dataTable(0, 'QueryProperties', '@ExtendedProperties', properties(result)),
    await dataTable(1, 'PrimaryResult', 'PrimaryResult', result),
    await dataTable(2, 'QueryCompletionInformation', 'QueryCompletionInformation', completion(result, ids)),
    JSON.stringify({
      FrameType: 'DataSetCompletion',
      HasErrors: result.isTruncated,
      Cancelled: false,
      ...(result.isTruncated && { OneApiErrors: [{ error: limitExceeded(result.rows.length) }] }),
    }),
  ]
  return `[${written.join(',')}]`
}

// --- helpers, in order of use ---

async function dataTable(id: number, kind: string, name: string, table: KustoTable): Promise<string> {
  const columns = table.columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type }))
  const head = { FrameType: 'DataTable', TableId: id, TableKind: kind, TableName: name, Columns: columns }
  return `${JSON.stringify(head).slice(0, -1)},"Rows":${await kustoRows(table)}}`
}

/** The levels of events: 4 is information, 6 statistics. Clients treat up to 2 as an error. */
function completion({ rows, elapsedMs }: QueryResult, { clientRequestId, activityId }: RequestIds): KustoTable {
  const now = new Date().toISOString()
  const event = (level: number, levelName: string, type: number, typeName: string, payload: object) => [
    ...[now, clientRequestId, activityId, activityId, activityId, level, levelName, 0, 'S_OK (0)', type, typeName],
    JSON.stringify(payload),
  ]
  const statistics = { ExecutionTime: elapsedMs / 1_000, dataset_statistics: [{ table_row_count: rows.length }] }
  return tableOf(COMPLETION, [
    event(4, 'Info', 4, 'QueryInfo', { Count: 1, Text: 'Query completed successfully' }),
    event(6, 'Stats', 0, 'QueryResourceConsumption', statistics),
  ])
}

const COMPLETION = {
  Timestamp: 'datetime',
  ClientRequestId: 'string',
  ActivityId: 'guid',
  SubActivityId: 'guid',
  ParentActivityId: 'guid',
  Level: 'int',
  LevelName: 'string',
  StatusCode: 'int',
  StatusCodeName: 'string',
  EventType: 'int',
  EventTypeName: 'string',
  Payload: 'string',
} as const

function properties({ render, isSorted }: QueryResult): KustoTable {
  return tableOf({ TableId: 'int', Key: 'string', Value: 'dynamic' }, [
    [1, 'Visualization', JSON.stringify(kustoVisualization(render, isSorted))],
  ])
}
