import { bindPredicate } from '../binding/expression'
import { orderBy } from '../binding/order'
import { KqlError } from '../errors'
import { sql } from '../sql/sql'
import type { Plugin } from './plugin'

export const rowsNear: Plugin = {
  name: 'rows_near',
  doc: 'The rows for which a condition is true, with some rows before and after them.',
  example: 'range x from 1 to 9 step 1 | evaluate rows_near(x == 5, 1)',
  apply: (input, call, binder) => {
    if (!input.isSerialized)
      throw new KqlError('NOT_SERIALIZED', call, 'rows_near() needs ordered rows. Add sort or serialize before it.')
    const [condition, ...counts] = call.args.map(({ value }) => value)
    if (condition === undefined || counts.length === 0)
      throw new KqlError('ARGUMENTS', call, 'rows_near() takes a condition and a number of rows.')
    const [before, after = before] = counts.map((count) => {
      const { value } = binder.value(count)
      if (typeof value !== 'bigint' || value < 0n)
        throw new KqlError('ARGUMENTS', count, 'rows_near() takes a number of rows here.')
      return sql`${value}`
    })
    const row = binder.over(input)
    const isMatch = row.computeOnce({ type: 'bool', sql: bindPredicate(condition, row, binder), isConstant: false })
    const near = binder.ctes.column()
    const window = sql`${orderBy(row.relation.order)} ROWS BETWEEN ${after!} PRECEDING AND ${before!} FOLLOWING`
    const marked = binder.ctes.add(
      sql`SELECT *, bool_or(coalesce(${isMatch.sql}, false)) OVER (${window}) AS ${near} FROM ${row.relation.from}`,
    )
    return { ...row.relation, from: binder.ctes.add(sql`SELECT * FROM ${marked} WHERE ${near}`) }
  },
}
