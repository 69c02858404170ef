import { applicationInsightsSchema, type TableName } from '@azmon/kql'
import type { Store, TableCounts } from '../store/store'

/** A row, accessed by column name. */
export type PageRow = Readonly<Record<string, unknown>>

export interface PageContent {
  readonly connectionString: string
  readonly counts: TableCounts
  /** The newest rows of every table that is not empty. */
  readonly newest: { readonly [T in TableName]?: readonly PageRow[] }
}

const ROWS_PER_TABLE = 50

export async function readPage(store: Store, connectionString: string): Promise<PageContent> {
  const counts = await store.counts()
  const tables = tableNames.filter((table) => counts[table] > 0)
  const newest = await Promise.all(
    tables.map(async (table) => [table, await store.newest(table, ROWS_PER_TABLE)] as const),
  )
  return { connectionString, counts, newest: Object.fromEntries(newest) }
}

export const tableNames = Object.keys(applicationInsightsSchema) as TableName[]
