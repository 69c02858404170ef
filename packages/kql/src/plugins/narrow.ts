import { UNORDERED } from '../binding/binder'
import { boundColumn } from '../binding/row'
import { toText } from '../binding/text'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { KqlType } from '../types'
import type { Plugin } from './plugin'

export const narrow: Plugin = {
  name: 'narrow',
  doc: 'A row for each cell: its row, column and value.',
  example: 'print a = 1 | evaluate narrow()',
  apply: (input, _, binder) => {
    const names: readonly [string, KqlType][] = [
      ['Row', 'long'],
      ['Column', 'string'],
      ['Value', 'string'],
    ]
    const columns = names.map(([name, type]) => ({ name, type, id: binder.ctes.column() }))
    const [row, name, value] = columns.map(({ id }) => id) as [Sql, Sql, Sql]
    const cells = input.columns.map(
      (column) => sql`{'c': ${stringLiteral(column.name)}, 'v': ${toText(boundColumn(column))}}`,
    )
    const body = sql`SELECT n AS ${row}, cell.c AS ${name}, cell.v AS ${value} FROM (SELECT row_number() OVER () - 1 AS n, unnest([${joinSql(cells)}]) AS cell FROM ${input.from})`
    return { from: binder.ctes.add(body), columns, ...UNORDERED }
  },
}
