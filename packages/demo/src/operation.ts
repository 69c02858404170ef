import type { LocalApplicationInsights } from '@azmon/local'
import { type Column, formatTable } from './print'

/** A row of any table, with its position in an operation. */
export interface OperationRow {
  readonly timestampMs: number
  readonly role: string
  readonly table: string
  readonly summary: string
  /** The id of a request or dependency. Its child rows have it as `parentId`. */
  readonly id: string | undefined
  readonly parentId: string | undefined
}

/** The rows that an order with a declined card must have. */
const EXPECTED: readonly string[] = [
  'shop requests',
  'shop dependencies',
  'shop traces',
  'shop exceptions',
  'payments requests',
  'payments exceptions',
]

/** Exceeds the number of rows that the traffic creates in any table. */
const ALL = 10_000

/** Returns the rows of both services for one order with a declined card, sorted by time. */
export async function declinedOrder(local: LocalApplicationInsights): Promise<readonly OperationRow[]> {
  const [requests, dependencies, traces, exceptions] = await Promise.all([
    local.rows('requests', ALL),
    local.rows('dependencies', ALL),
    local.rows('traces', ALL),
    local.rows('exceptions', ALL),
  ])
  const operation = exceptions.find(({ type }) => type === 'PaymentError')?.operation_Id
  const rows = [
    ...requests.map((row) => ({ row, table: 'requests', id: row.id, summary: `${row.name} ${row.resultCode}` })),
    ...dependencies.map((row) => ({
      row,
      table: 'dependencies',
      id: row.id,
      summary: `${row.name} ${row.resultCode}`,
    })),
    ...traces.map((row) => ({ row, table: 'traces', id: undefined, summary: `${row.message}` })),
    ...exceptions.map((row) => ({
      row,
      table: 'exceptions',
      id: undefined,
      summary: `${row.type}: ${row.outerMessage}`,
    })),
  ]
  return rows
    .filter(({ row }) => row.operation_Id === operation)
    .map(({ row, table, id, summary }) => ({
      timestampMs: Number(row.timestamp),
      role: String(row.cloud_RoleName),
      table,
      summary,
      id: typeof id === 'string' ? id : undefined,
      parentId: typeof row.operation_ParentId === 'string' ? row.operation_ParentId : undefined,
    }))
    .sort((a, b) => a.timestampMs - b.timestampMs)
}

/** Returns a problem for each missing row and for each row whose parent is missing. */
export function findProblems(rows: readonly OperationRow[]): readonly string[] {
  const missing = EXPECTED.filter((expected) => !rows.some(({ role, table }) => expected === `${role} ${table}`))
  const ids = new Set(rows.map(({ id }) => id))
  const roots = rows.filter(({ parentId }) => parentId === undefined || parentId === '' || !ids.has(parentId))
  const [first] = roots.filter(({ table, role }) => table === 'requests' && role === 'shop')
  return [
    ...missing.map((expected) => `${expected} are missing`),
    ...roots.filter((row) => row !== first).map(({ table, summary }) => `${summary} in ${table} has no parent`),
  ]
}

/** Formats the rows as a tree, with each row below its parent. */
export function formatOperation(rows: readonly OperationRow[]): string {
  const columns: readonly Column<TreeRow>[] = [
    { heading: 'cloud_RoleName', maxWidth: 14, cell: ({ row }) => row.role },
    { heading: 'table', maxWidth: 12, cell: ({ row }) => row.table },
    {
      heading: 'one order, by operation_Id',
      maxWidth: 70,
      cell: ({ row, depth }) => `${'· '.repeat(depth)}${row.summary}`,
    },
  ]
  const ids = new Set(rows.map(({ id }) => id))
  const roots = rows.filter(({ parentId }) => parentId === undefined || !ids.has(parentId))
  return formatTable(
    columns,
    roots.flatMap((row) => subtree(row, rows, 0)),
  )
}

// --- helpers ---

interface TreeRow {
  readonly row: OperationRow
  readonly depth: number
}

function subtree(row: OperationRow, rows: readonly OperationRow[], depth: number): readonly TreeRow[] {
  const children = rows.filter(({ parentId }) => row.id !== undefined && parentId === row.id)
  return [{ row, depth }, ...children.flatMap((child) => subtree(child, rows, depth + 1))]
}
