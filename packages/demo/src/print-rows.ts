import type { LocalApplicationInsights, Row } from '@azmon/local'
import { type Column, formatTable } from './print'
import { type ShopRows, TABLES } from './traffic'

const SEVERITY_NAMES = ['Verbose', 'Information', 'Warning', 'Error', 'Critical']

const TRACES: readonly Column<Row<'traces'>>[] = [
  { heading: 'timestamp', maxWidth: 12, cell: (row) => timeOf(row.timestamp) },
  { heading: 'cloud_RoleName', maxWidth: 14, cell: (row) => String(row.cloud_RoleName) },
  { heading: 'severityLevel', maxWidth: 15, cell: (row) => severityOf(row.severityLevel) },
  { heading: 'message', maxWidth: 28, cell: (row) => String(row.message) },
  { heading: 'customDimensions', maxWidth: 60, cell: (row) => dimensionsOf(row.customDimensions) },
]

const EXCEPTIONS: readonly Column<Row<'exceptions'>>[] = [
  { heading: 'timestamp', maxWidth: 12, cell: (row) => timeOf(row.timestamp) },
  { heading: 'cloud_RoleName', maxWidth: 14, cell: (row) => String(row.cloud_RoleName) },
  { heading: 'type', maxWidth: 20, cell: (row) => String(row.type) },
  { heading: 'outerMessage', maxWidth: 58, cell: (row) => String(row.outerMessage) },
  { heading: 'method', maxWidth: 20, cell: (row) => String(row.method) },
]

export function formatCounts(counts: ShopRows): string {
  return formatTable(
    [
      { heading: 'table', maxWidth: 20, cell: ([table]) => table },
      { heading: 'rows', maxWidth: 10, cell: ([, rows]) => String(rows) },
    ],
    TABLES.map((table) => [table, counts[table]] as const),
  )
}

/** Formats the newest traces and exceptions, newest first. */
export async function formatNewest(local: LocalApplicationInsights, limit: number): Promise<string> {
  const [traces, exceptions] = await Promise.all([local.rows('traces', limit), local.rows('exceptions', limit)])
  return `traces\n${formatTable(TRACES, traces)}\n\nexceptions\n${formatTable(EXCEPTIONS, exceptions)}`
}

// --- helpers, in order of use ---

function timeOf(timestamp: unknown): string {
  return timestamp instanceof Date ? timestamp.toISOString().slice(11, 23) : ''
}

function severityOf(level: unknown): string {
  return typeof level === 'number' ? `${level} ${SEVERITY_NAMES[level] ?? ''}` : ''
}

function dimensionsOf(dimensions: unknown): string {
  return Object.entries(Object(dimensions))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}
