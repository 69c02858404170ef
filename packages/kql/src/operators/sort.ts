import type { Binder } from '../binding/binder'
import { orderBy } from '../binding/order'
import type { OrderKey, Relation } from '../binding/relation'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Operator } from './operator'

export const sort: Operator = {
  names: ['sort', 'order'],
  doc: 'Orders the rows. The default is descending.',
  example: 'range x from 1 to 3 step 1 | sort by x desc',
  read: (parser) => {
    parser.parameters([])
    parser.expectName('by')
    const keys = parser.list(() => sortKey(parser))
    return (input, binder) => sorted(input, keys, binder)
  },
}

export const top: Operator = {
  names: ['top'],
  doc: 'The first rows in an order.',
  example: 'range x from 1 to 3 step 1 | top 2 by x',
  read: (parser) => {
    const limit = parser.expression()
    parser.expectName('by')
    const keys = parser.list(() => sortKey(parser))
    return (input, binder) => {
      const count = binder.value(limit)
      const ordered = sorted(input, keys, binder)
      return { ...ordered, from: binder.ctes.add(limited(ordered, sql`(${count.sql})`)) }
    }
  },
}

export interface SortKey {
  readonly value: Expression
  readonly isDescending: boolean
  readonly nullsFirst: boolean
}

function sortKey(parser: Parser): SortKey {
  const value = parser.expression()
  const isDescending = !parser.acceptName('asc')
  if (isDescending) parser.acceptName('desc')
  let nullsFirst = !isDescending
  if (parser.acceptName('nulls')) {
    nullsFirst = parser.acceptName('first')
    if (!nullsFirst) parser.expectName('last')
  }
  return { value, isDescending, nullsFirst }
}

function sorted(input: Relation, keys: readonly SortKey[], binder: Binder): Relation {
  const row = binder.over(input)
  const order: OrderKey[] = []
  const added: Sql[] = []
  for (const { value, isDescending, nullsFirst } of keys) {
    const bound = binder.bind(value, row)
    if (bound.type === 'dynamic')
      throw new KqlError('TYPE', value, 'A dynamic value cannot be sorted. Use tostring(), tolong() or todouble().')
    const column = bound.raw ?? (/^c\d+$/.test(bound.sql) ? bound.sql : undefined)
    const id = column ?? binder.ctes.column()
    if (column === undefined) added.push(sql`${bound.sql} AS ${id}`)
    order.push({ id, isDescending, nullsFirst })
  }
  const { relation } = row
  const from =
    added.length === 0 ? relation.from : binder.ctes.add(sql`SELECT *, ${joinSql(added)} FROM ${relation.from}`)
  // Rows with equal keys keep their order if they come from a datatable or a range.
  const ties = relation.isSorted ? [] : relation.order
  return { ...relation, from, order: [...order, ...ties], isSerialized: true, isSorted: true }
}

/** The first rows of a relation, or of each of its partitions, in its order. */
export function limited({ from, order, partition }: Relation, count: Sql): Sql {
  const by = orderBy(order)
  if (partition === undefined) return sql`SELECT * FROM ${from} ${by} LIMIT ${count}`
  return sql`SELECT * FROM ${from} QUALIFY row_number() OVER (PARTITION BY ${partition} ${by}) <= ${count}`
}
