import { UNORDERED } from '../binding/binder'
import { KqlError } from '../errors'
import { sql } from '../sql/sql'
import { applyWithin, type Operator } from './operator'

export const partition: Operator = {
  names: ['partition'],
  doc: 'Applies operators to the rows of each key separately.',
  example: "datatable(k: string, v: long)['a', 1, 'a', 2] | partition by k (top 1 by v)",
  read: (parser, span) => {
    parser.parameters([])
    parser.expectName('by')
    const start = parser.peek()
    const key = { kind: 'name', name: parser.name(), ...parser.from(start) } as const
    if (parser.peek().text === '{')
      throw parser.error(
        'partition with a table in { } is not supported. Write operators in ( ), or use join.',
        'UNSUPPORTED',
      )
    const steps = parser.operatorsInParentheses()
    return (input, binder) => {
      const row = binder.over(input)
      const id = binder.ctes.column()
      const { sql: value } = binder.bind(key, row)
      const from = binder.ctes.add(sql`SELECT *, ${value} AS ${id} FROM ${row.relation.from}`)
      if (input.partition !== undefined)
        throw new KqlError('UNSUPPORTED', span, 'partition is not supported within mv-apply and partition.')
      const { partition: _, ...result } = applyWithin(id, steps, { ...row.relation, from, partition: id }, binder)
      return { ...result, ...UNORDERED }
    }
  },
}
