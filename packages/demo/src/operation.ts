import type { LocalApplicationInsights } from '@azmon/local'
import { type Column, formatTable } from './print'

/** What one row of any table says of the operation that it is part of. */
export interface OperationRow {
  readonly timestampMs: number
  readonly role: string
  readonly table: string
  readonly what: string
  /** Of a request or a dependency: what hangs on it names it. */
  readonly id: string | undefined
  readonly parentId: string | undefined
}

/** More than this traffic leaves in any table. */
const ALL = 10_000

/** All that two services have to tell of one order whose card was declined, in the order in which it happened. */
export async function declinedOrder(local: LocalApplicationInsights): Promise<readonly OperationRow[]> {
  const [requests, dependencies, traces, exceptions] = await Promise.all([
    local.newest('requests', ALL),
    local.newest('dependencies', ALL),
    local.newest('traces', ALL),
    local.newest('exceptions', ALL),
  ])
  const operation = exceptions.find(({ type }) => type === 'CardDeclinedError')?.operation_Id
  const rows = [
    ...requests.map((row) => ({ row, table: 'requests', id: row.id, what: `${row.name} ${row.resultCode}` })),
    ...dependencies.map((row) => ({ row, table: 'dependencies', id: row.id, what: `${row.name} ${row.resultCode}` })),
    ...traces.map((row) => ({ row, table: 'traces', id: undefined, what: `${row.message}` })),
    ...exceptions.map((row) => ({ row, table: 'exceptions', id: undefined, what: `${row.type}: ${row.outerMessage}` })),
  ]
  return rows
    .filter(({ row }) => row.operation_Id === operation)
    .map(({ row, table, id, what }) => ({
      timestampMs: Number(row.timestamp),
      role: String(row.cloud_RoleName),
      table,
      what,
      id: typeof id === 'string' ? id : undefined,
      parentId: typeof row.operation_ParentId === 'string' ? row.operation_ParentId : undefined,
    }))
    .sort((a, b) => a.timestampMs - b.timestampMs)
}

/** Rows that hang on no other one, but for the request that it all began with. */
export function looseEnds(rows: readonly OperationRow[]): readonly OperationRow[] {
  const ids = new Set(rows.map(({ id }) => id))
  const loose = rows.filter(({ parentId }) => parentId === undefined || parentId === '' || !ids.has(parentId))
  const [first] = loose.filter(({ table, role }) => table === 'requests' && role === 'shop')
  return loose.filter((row) => row !== first)
}

/** Each row as deep as it hangs. */
export function formatOperation(rows: readonly OperationRow[]): string {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const depthOf = ({ parentId }: OperationRow): number => {
    const parent = parentId === undefined ? undefined : byId.get(parentId)
    return parent === undefined ? 0 : 1 + depthOf(parent)
  }
  const columns: readonly Column<OperationRow>[] = [
    { heading: 'cloud_RoleName', maxWidth: 14, cell: ({ role }) => role },
    { heading: 'table', maxWidth: 12, cell: ({ table }) => table },
    { heading: 'one order, by operation_Id', maxWidth: 70, cell: (row) => `${'· '.repeat(depthOf(row))}${row.what}` },
  ]
  return formatTable(columns, rows)
}
