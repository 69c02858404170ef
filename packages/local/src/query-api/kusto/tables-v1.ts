import type { QueryResult } from '../../query/query-source'
import { kustoVisualization } from '../visualization'
import { limitMessage } from './kusto-error'
import { type KustoTable, kustoRows, tableOf } from './kusto-table'
import { netType } from './net-types'
import type { RequestIds } from './request-ids'

/** Writes the result of a command: one table. */
export async function commandTables(table: KustoTable): Promise<string> {
  return `{"Tables":[${await tableJson('Table_0', table)}]}`
}

/**
 * Writes a result in version 1 of the API: the result, its properties, its status, and a table of contents.
 * @see https://learn.microsoft.com/kusto/api/rest/response
 */
export async function queryTables(result: QueryResult, ids: RequestIds): Promise<string> {
  const all = [result, properties(result), status(ids), CONTENTS]
  const tables = await Promise.all(all.map((table, index) => tableJson(`Table_${index}`, table)))
  const exceptions = result.isTruncated ? `,"Exceptions":${JSON.stringify([limitMessage(result.rows.length)])}` : ''
  return `{"Tables":[${tables.join(',')}]${exceptions}}`
}

// --- helpers, in order of use ---

async function tableJson(name: string, table: KustoTable): Promise<string> {
  const columns = table.columns.map(({ name, type }) => ({
    ColumnName: name,
    DataType: netType(type),
    ColumnType: type,
  }))
  return `{"TableName":"${name}","Columns":${JSON.stringify(columns)},"Rows":${await kustoRows(table)}}`
}

function properties({ render, isSorted }: QueryResult): KustoTable {
  return tableOf({ Value: 'string' }, [[JSON.stringify(kustoVisualization(render, isSorted))]])
}

function status({ clientRequestId, activityId }: RequestIds): KustoTable {
  const now = new Date().toISOString()
  const description = 'Query completed successfully'
  return tableOf(STATUS, [[now, 4, 'Info', 0, description, 1, activityId, activityId, activityId, clientRequestId]])
}

const STATUS = {
  Timestamp: 'datetime',
  Severity: 'int',
  SeverityName: 'string',
  StatusCode: 'int',
  StatusDescription: 'string',
  Count: 'int',
  RequestId: 'guid',
  ActivityId: 'guid',
  SubActivityId: 'guid',
  ClientActivityId: 'string',
} as const

const NO_ID = '00000000-0000-0000-0000-000000000000'

const CONTENTS = tableOf({ Ordinal: 'long', Kind: 'string', Name: 'string', Id: 'string', PrettyName: 'string' }, [
  [0, 'QueryResult', 'PrimaryResult', NO_ID, ''],
  [1, 'QueryProperties', '@ExtendedProperties', NO_ID, ''],
  [2, 'QueryStatus', 'QueryStatus', NO_ID, ''],
])
