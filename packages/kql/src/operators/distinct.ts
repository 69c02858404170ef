import { UNORDERED } from '../binding/binder'
import { impliedName, Names } from '../binding/names'
import { joinSql, sql } from '../sql/sql'
import { newColumn, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const distinct: Operator = {
  names: ['distinct'],
  doc: 'The distinct combinations of values. `*` stands for all columns.',
  example: 'datatable(a: long)[1, 1, 2] | distinct a',
  read: (parser) => {
    const items = parser.list(() => (parser.accept('*') ? undefined : parser.namedExpression()))
    return (input, binder) => {
      const row = binder.over({ ...input, ...UNORDERED })
      const names = new Names()
      const columns = items.flatMap((item): readonly SelectedColumn[] => {
        if (item === undefined) return input.columns
        const bound = binder.bind(item.value, row)
        return [newColumn(names.implied(item.names[0] ?? impliedName(item.value)), bound, binder)]
      })
      const selected = binder.select(row, columns)
      const ids = joinSql([
        ...selected.columns.map(({ id }) => id),
        ...(selected.partition === undefined ? [] : [selected.partition]),
      ])
      return { ...selected, from: binder.ctes.add(sql`SELECT DISTINCT ${ids} FROM ${selected.from}`) }
    }
  },
}
