import { UNORDERED } from '../binding/binder'
import { sql } from '../sql/sql'
import { applyStep, type Operator } from './operator'

export const partition: Operator = {
  names: ['partition'],
  doc: 'Applies operators to the rows of each key separately.',
  example: "datatable(k: string, v: long)['a', 1, 'a', 2] | partition by k (top 1 by v)",
  read: (parser) => {
    parser.parameters([])
    parser.expectName('by')
    const start = parser.peek()
    const key = { kind: 'name', name: parser.name(), ...parser.from(start) } as const
    const steps = parser.operatorsInParentheses()
    return (input, binder) => {
      const row = binder.over(input)
      const id = binder.ctes.column()
      const { sql: value } = binder.bind(key, row)
      const from = binder.ctes.add(sql`SELECT *, ${value} AS ${id} FROM ${row.relation.from}`)
      let result = { ...row.relation, from, partition: id }
      for (const step of steps) result = { ...applyStep(step, result, binder), partition: id }
      return { ...result, ...UNORDERED, partition: input.partition }
    }
  },
}
