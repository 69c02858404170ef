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

/** Of an order whose card was declined. */
const EXPECTED: readonly string[] = [
  'shop requests',
  'shop dependencies',
  'shop traces',
  'shop exceptions',
  'payments requests',
  'payments exceptions',
]

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
  const operation = exceptions.find(({ type }) => type === 'PaymentError')?.operation_Id
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

/** What is wrong with it: something that both services have to tell is missing, or hangs on nothing that is there. */
export function looseEnds(rows: readonly OperationRow[]): readonly string[] {
  const missing = EXPECTED.filter((one) => !rows.some(({ role, table }) => one === `${role} ${table}`))
  const ids = new Set(rows.map(({ id }) => id))
  const loose = rows.filter(({ parentId }) => parentId === undefined || parentId === '' || !ids.has(parentId))
  const [first] = loose.filter(({ table, role }) => table === 'requests' && role === 'shop')
  return [
    ...missing.map((one) => `${one} are missing`),
    ...loose.filter((row) => row !== first).map(({ table, what }) => `${what} in ${table} hangs on nothing`),
  ]
}

/** Each row below the one that it hangs on, and as deep. */
export function formatOperation(rows: readonly OperationRow[]): string {
  const columns: readonly Column<Hanging>[] = [
    { heading: 'cloud_RoleName', maxWidth: 14, cell: ({ row }) => row.role },
    { heading: 'table', maxWidth: 12, cell: ({ row }) => row.table },
    {
      heading: 'one order, by operation_Id',
      maxWidth: 70,
      cell: ({ row, depth }) => `${'· '.repeat(depth)}${row.what}`,
    },
  ]
  const ids = new Set(rows.map(({ id }) => id))
  const roots = rows.filter(({ parentId }) => parentId === undefined || !ids.has(parentId))
  return formatTable(
    columns,
    roots.flatMap((row) => hanging(row, rows, 0)),
  )
}

// --- helpers ---

interface Hanging {
  readonly row: OperationRow
  readonly depth: number
}

function hanging(row: OperationRow, rows: readonly OperationRow[], depth: number): readonly Hanging[] {
  const below = rows.filter(({ parentId }) => row.id !== undefined && parentId === row.id)
  return [{ row, depth }, ...below.flatMap((one) => hanging(one, rows, depth + 1))]
}
