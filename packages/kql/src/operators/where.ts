import { bindPredicate } from '../binding/expression'
import { sql } from '../sql/sql'
import type { Operator } from './operator'

export const where: Operator = {
  names: ['where', 'filter'],
  doc: 'Keeps the rows for which a condition is true.',
  example: 'range x from 1 to 3 step 1 | where x > 1',
  read: (parser) => {
    const condition = parser.expression()
    return (input, binder) => {
      const row = binder.over(input)
      const test = bindPredicate(condition, row, binder)
      return { ...row.relation, from: binder.ctes.add(sql`SELECT * FROM ${row.relation.from} WHERE ${test}`) }
    }
  },
}
