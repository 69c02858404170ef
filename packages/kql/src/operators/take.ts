import { UNORDERED } from '../binding/binder'
import { GroupRow } from '../binding/group-row'
import { KqlError } from '../errors'
import { sql } from '../sql/sql'
import { isInteger } from '../types'
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
      const from = binder.ctes.add(
        sql`SELECT * FROM ${input.from} ORDER BY random() LIMIT (${binder.value(limit).sql})`,
      )
      return { ...input, ...UNORDERED, from }
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
