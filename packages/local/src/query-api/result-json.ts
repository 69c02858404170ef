import type { KqlType, KqlValue } from '@azmon/kql'
import type { QueryResult } from '../query/query-source'
import { truncationError } from './api-error'
import type { Preferences } from './preferences'
import { rowsJson } from './rows-json'
import { visualization } from './visualization'

/** Writes a result as the query API does: one table, and beside it what the client asked for. */
export async function resultJson(result: QueryResult, preferences: Preferences): Promise<string> {
  const { columns, rows, render, isSorted, isTruncated } = result
  const names = columns.map(({ name, type }) => ({ name, type }))
  const written = await rowsJson(columns, rows, preferences.writesDynamicAsJson ? toExactWire : toWire)
  const besides = {
    ...(preferences.includesStatistics && { statistics: statistics(result, written.length) }),
    ...(preferences.includesRender && render && { render: visualization(render, isSorted) }),
    ...(preferences.includesAzmon && { azmon: azmonMember(result) }),
    ...(isTruncated && { error: truncationError(rows.length) }),
  }
  const members = JSON.stringify(besides).slice(1, -1)
  const table = `{"name":"PrimaryResult","columns":${JSON.stringify(names)},"rows":${written}}`
  return `{"tables":[${table}]${members === '' ? '' : `,${members}`}}`
}

// --- helpers, in order of use ---

/** Arrays, bags, numbers and bools in a dynamic column are JSON in a string. A string is itself. */
function toWire(value: KqlValue, type: KqlType): unknown {
  return type === 'dynamic' && value !== null && typeof value !== 'string' ? JSON.stringify(value) : value
}

function toExactWire(value: KqlValue, type: KqlType): unknown {
  return type === 'dynamic' && value !== null ? JSON.stringify(value) : value
}

function statistics({ elapsedMs, rows }: QueryResult, tableSize: number): object {
  return { query: { executionTime: elapsedMs / 1_000, datasetStatistics: [{ tableRowCount: rows.length, tableSize }] } }
}

function azmonMember({ elapsedMs, isTruncated, isSorted, render, warnings }: QueryResult): object {
  return { elapsedMs, isTruncated, isSorted, render: render ?? null, warnings }
}
