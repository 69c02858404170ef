import { type QueryTable, toObjects, type Value } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { columnName, literal, property } from '../../query/kql'
import type { Scope } from '../../state/scope'
import { columns } from './live-columns'

/** An item as the list shows it. */
export interface LiveItem {
  readonly itemId: string
  /** In ISO 8601, to 100 ns. */
  readonly timestamp: string
  readonly atMs: number
  readonly itemType: string
  readonly cloud_RoleName: string
  readonly level: number
  readonly text: string
  readonly operation_Name: string
  readonly operation_Id: string
  readonly resultCode: string
  readonly success: string
  readonly duration: number | null
  /** The values of the properties that are shown as columns, in the same order. */
  readonly properties: readonly string[]
}

interface PageOptions {
  /** Only items before, or after, this one. */
  readonly before?: LiveItem
  readonly after?: LiveItem
  /** Only one in so many items, apart from errors. @default 1 */
  readonly oneIn?: number
}

/** Returns the query for 200 items of a scope, newest first. */
export function pageQuery(scope: Scope, { before, after, oneIn = 1 }: PageOptions = {}): string {
  const added = columns.peek()
  const order = after === undefined ? 'desc' : 'asc'
  return [
    itemsQuery(scope),
    ...(before === undefined ? [] : [`where ${beyond(before, '<')}`]),
    ...(after === undefined ? [] : [`where ${beyond(after, '>')}`]),
    ...(oneIn === 1 ? [] : [`where level >= 3 or hash(itemId, ${oneIn}) == 0`]),
    `order by timestamp ${order}, itemId ${order}`,
    'take 200',
    `extend text = case(${TEXT})`,
    ...(added.length === 0
      ? []
      : [`extend ${added.map((name) => `${columnOf(name)} = ${property(name)}`).join(', ')}`]),
    `project ${[...COLUMNS, ...added.map(columnOf)].join(', ')}`,
  ].join('\n| ')
}

/** Returns the items newest first, whatever the order of the rows. */
export function toLiveItems(table: QueryTable): readonly LiveItem[] {
  const items = toObjects<Omit<LiveItem, 'atMs' | 'properties'>>(table).map((row, index) => ({
    ...row,
    atMs: Date.parse(row.timestamp),
    properties: (table.rows[index] as readonly Value[]).slice(COLUMNS.length).map(String),
  }))
  const [first, last] = [items[0], items.at(-1)]
  return first !== undefined && last !== undefined && first.timestamp < last.timestamp ? items.reverse() : items
}

// --- helpers ---

const TEXT = `itemType == "exception", strcat(type, ": ", outerMessage), itemType == "trace", message, name`

const COLUMNS = [
  ...['timestamp', 'cloud_RoleName', 'itemType', 'level', 'text', 'operation_Name', 'resultCode', 'duration'],
  ...['success', 'operation_Id', 'itemId'],
]

function columnOf(name: string): string {
  return columnName(`p.${name}`)
}

function beyond({ timestamp, itemId }: LiveItem, comparison: '<' | '>'): string {
  const time = `todatetime(${literal(timestamp)})`
  return `timestamp ${comparison} ${time} or (timestamp == ${time} and strcmp(itemId, ${literal(itemId)}) ${comparison} 0)`
}
