import { UNORDERED } from '../binding/binder'
import { GroupRow } from '../binding/group-row'
import { impliedName } from '../binding/names'
import { KqlError } from '../errors'
import { sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import { isInteger } from '../types'
import { newColumn, type SelectedColumn } from './columns'
import type { Operator } from './operator'
import { limited } from './sort'

export const take: Operator = {
  names: ['take', 'limit'],
  doc: 'Some of the rows; the first ones if they are ordered.',
  example: 'range x from 1 to 3 step 1 | take 2',
  read: (parser) => {
    const limit = parser.expression()
    return (input, binder) => {
      const count = binder.value(limit)
      if (!isInteger(count.type)) throw new KqlError('TYPE', limit, `take expects a long, got a ${count.type}.`)
      return { ...input, from: binder.ctes.add(limited(input, sql`(${count.sql})`)) }
    }
  },
}

export const sample: Operator = {
  names: ['sample'],
  doc: 'Random rows.',
  example: 'range x from 1 to 3 step 1 | sample 3 | count',
  read: (parser) => {
    const limit = parser.expression()
    return (input, binder) => {
      const id = binder.ctes.column()
      const shuffled = binder.ctes.add(sql`SELECT *, random() AS ${id} FROM ${input.from}`)
      const order = [{ id, isDescending: false, nullsFirst: true }]
      const count = sql`(${binder.value(limit).sql})`
      return { ...input, ...UNORDERED, from: binder.ctes.add(limited({ ...input, from: shuffled, order }, count)) }
    }
  },
}

export const sampleDistinct: Operator = {
  names: ['sample-distinct'],
  doc: 'Some of the different values of a column.',
  example: 'datatable(a: long)[1, 1, 2] | sample-distinct 5 of a',
  read: (parser) => {
    const limit = parser.unary()
    parser.expectName('of')
    const { names, value } = parser.namedExpression()
    return (input, binder) => {
      const row = binder.over({ ...input, ...UNORDERED })
      const name = names[0] ?? impliedName(value) ?? 'Column1'
      const group = new GroupRow(row, [newColumn(name, binder.bind(value, row), binder)], binder)
      const values = group.select()
      const columns = group.relation.columns.map(({ sql: _, ...column }: SelectedColumn) => column)
      return { ...values, columns, from: binder.ctes.add(limited(values, sql`(${binder.value(limit).sql})`)) }
    }
  },
}

export const topHitters: Operator = {
  names: ['top-hitters'],
  doc: 'The values of a column that are most frequent, or have the largest sum of another column.',
  example: 'datatable(a: long)[1, 1, 2] | top-hitters 1 of a',
  read: (parser) => {
    const limit = parser.unary()
    parser.expectName('of')
    const { names, value } = parser.namedExpression()
    const by = parser.acceptName('by') ? parser.expression() : undefined
    return (input, binder) => {
      const row = binder.over({ ...input, ...UNORDERED })
      const key = newColumn(names[0] ?? impliedName(value) ?? 'Column1', binder.bind(value, row), binder)
      const group = new GroupRow(row, [key], binder)
      const call = { kind: 'call', start: value.start, end: value.end, nameSpan: value } as const
      const weight: Expression =
        by === undefined ? { ...call, name: 'count', args: [] } : { ...call, name: 'sum', args: [{ value: by }] }
      const name = by === undefined ? `approximate_count_${key.name}` : `approximate_sum_${impliedName(by) ?? ''}`
      const total = newColumn(name, binder.bind(weight, group), binder)
      const { sql: _, ...keyColumn } = key
      const grouped = binder.select(binder.over({ ...group.select(), columns: [] }), [keyColumn, total])
      const order = [{ id: total.id, isDescending: true, nullsFirst: false }, ...grouped.order]
      const ordered = { ...grouped, order, isSerialized: true, isSorted: true }
      return { ...ordered, from: binder.ctes.add(limited(ordered, sql`(${binder.value(limit).sql})`)) }
    }
  },
}

export const count: Operator = {
  names: ['count'],
  doc: 'Number of rows.',
  example: 'range x from 1 to 3 step 1 | count',
  read: (parser) => {
    const name = parser.acceptName('as') ? parser.name() : 'Count'
    return (input, binder) => {
      const group = new GroupRow(binder.over({ ...input, ...UNORDERED }), [], binder)
      const column = { name, type: 'long', id: group.add(sql`count(*)`) } as const
      return { ...group.select(), columns: [column] }
    }
  },
}
