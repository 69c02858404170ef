import { KqlError } from '../errors'
import type { SelectedColumn } from '../operators/columns'
import { type Sql, sql } from '../sql/sql'
import { columnOf, type Plugin } from './plugin'

export const dcountIntersect: Plugin = {
  name: 'dcount_intersect',
  doc: 'Number of distinct values in the first result of hll(), in the first two, in the first three, and so on.',
  example: 'print a = 1, b = 1 | summarize a = hll(a), b = hll(b) | evaluate dcount_intersect(a, b)',
  apply: (input, call, binder) => {
    if (call.args.length < 2 || call.args.length > 16)
      throw new KqlError('ARGUMENTS', call, 'dcount_intersect() takes from 2 to 16 results of hll().')
    let common: Sql | undefined
    const counts = call.args.map(({ value }, index): SelectedColumn => {
      const list = sql`list_distinct(TRY_CAST(${columnOf(value, input, call).id} AS JSON[]))`
      common = common === undefined ? list : sql`list_intersect(${common}, ${list})`
      return { name: `s${index}`, type: 'long', id: binder.ctes.column(), sql: sql`coalesce(len(${common}), 0)` }
    })
    return binder.select(binder.over(input), [...input.columns, ...counts])
  },
}
