import { hostname } from 'node:os'
import type { AnyRow, Rows } from './collect'
import { CALLER } from './program'
import { ROW_KINDS } from './row-kinds'

/** The comparable content of the rows of one library: by kind of row, then by column. Ids, ports and paths are replaced. */
export type Facts = Readonly<Record<string, ColumnFacts>>

export type ColumnFacts = Readonly<Record<string, string>>

/** Returns the facts of the rows that the program leaves. A kind without a row has no entry. */
export function factsOf(rows: Rows): Facts {
  const found = ROW_KINDS.flatMap(({ title, tables, isOwn }) => {
    const own = tables.flatMap((table) => rows[table].filter(isOwn).map((row) => ({ table, row })))
    const [first] = own
    if (first === undefined) return []
    return [[title, { row: own.map(({ table }) => table).join(' and '), ...columnFacts(first.row, title, rows) }]]
  })
  return { ...Object.fromEntries(found), 'metrics of the library': automaticMetrics(rows) }
}

// --- helpers, in order of use ---

function columnFacts(row: AnyRow, title: string, rows: Rows): ColumnFacts {
  const facts = Object.entries(row).flatMap(([column, value]): [string, string][] => {
    if (OMITTED.has(column) || (MEASURED.has(column) && !title.startsWith('a tracked'))) return []
    if (column === 'customDimensions' || column === 'customMeasurements') {
      return Object.entries(value as AnyRow).map(([key, each]) => [`${column}.${key}`, readable(String(each))])
    }
    if (column === 'details') return [[column, detailsText(value as readonly AnyRow[])]]
    const text = valueText(column, value, row, rows)
    return text === undefined ? [] : [[column, text]]
  })
  return Object.fromEntries(facts)
}

/** The same for every library and row, different in every run, derived from other columns, or filled by the endpoint. */
const OMITTED: ReadonlySet<string> = new Set([
  'timestamp',
  'itemId',
  'client_IP',
  'itemType',
  'appId',
  'appName',
  'iKey',
  'client_Type',
  'outerType',
  'outerMethod',
  'outerAssembly',
  'innermostMethod',
  'innermostAssembly',
])

/** Different in every run, unless the program chose the value. */
const MEASURED: ReadonlySet<string> = new Set(['duration', 'performanceBucket'])

/** The kind of stack that each error has, outermost error first. */
function detailsText(details: readonly AnyRow[]): string {
  return details
    .map(({ parsedStack, rawStack }) => {
      if ((parsedStack as readonly unknown[]).length > 0) return 'parsed stack'
      return typeof rawStack === 'string' ? 'stack as text' : 'no stack'
    })
    .join(', ')
}

function valueText(column: string, value: unknown, row: AnyRow, rows: Rows): string | undefined {
  if (value === null || value === '') return undefined
  if (column === 'id' || column === 'operation_Id') return idText(String(value))
  if (column === 'operation_ParentId') return parentText(String(value), row, rows)
  if (value === hostname()) return 'HOST'
  return readable(String(value))
}

function idText(id: string): string {
  if (id === CALLER.traceId) return "the caller's trace id"
  if (/^[0-9a-f]{16}$/.test(id)) return '16 hex digits'
  if (/^[0-9a-f]{32}$/.test(id)) return '32 hex digits'
  return /^\|[0-9a-f]{32}\.[0-9a-f]{16}\.$/.test(id) ? '|trace.span.' : readable(id)
}

function parentText(parent: string, { operation_Id }: AnyRow, rows: Rows): string {
  if (parent === operation_Id) return 'the operation id'
  if (parent.includes(CALLER.spanId))
    return parent === CALLER.spanId ? "the caller's span id" : '|trace.span. of the caller'
  if (rows.requests.some(({ id }) => id === parent)) return "the request's id"
  return rows.dependencies.some(({ id }) => id === parent) ? "the call's id" : idText(parent)
}

/** Replaces whatever differs between two runs and two machines. */
function readable(text: string): string {
  const [first = ''] = text
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/\bEAI_AGAIN\b/g, 'ENOTFOUND') // a machine without a name server
    .replaceAll(/\/\S+\.js:\d+:\d+/g, 'FILE:LINE')
    .replaceAll(/Name:'\w+'/g, "Name:'KIND'")
    .replaceAll(/\b[0-9a-f]{16,32}\b/g, 'ID')
    .replaceAll(/unknown_service:\S+/g, 'unknown_service:PROGRAM')
    .replaceAll(/(azmon:|_node\d*:|otel|dst|Linux )[\w.-]+/g, '$1VERSION')
    .split('\n')
  return first.length > MAX_TEXT ? `${first.slice(0, MAX_TEXT)}…` : first
}

const MAX_TEXT = 60

/** Metrics that the program did not ask for. */
function automaticMetrics({ performanceCounters, customMetrics }: Rows): ColumnFacts {
  const counters = performanceCounters.map(({ category, counter }) => `${category} \\ ${counter}`)
  const metrics = customMetrics.filter(({ name }) => name !== 'queue length').map(({ name }) => String(name))
  return Object.fromEntries([...counters, ...metrics].map((name) => [name, 'sent']))
}
