import { UNORDERED } from '../binding/binder'
import { GroupRow } from '../binding/group-row'
import type { Column } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { toText } from '../binding/text'
import type { SelectedColumn } from '../operators/columns'
import { joinSql, sql, stringLiteral } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import { isNumeric } from '../types'
import { columnOf, type Plugin } from './plugin'

export const pivot: Plugin = {
  name: 'pivot',
  doc: 'A column for each value of a column, with an aggregate of its rows.',
  example: "print a = 'x', b = 1 | evaluate pivot(a, sum(b))",
  apply: (input, call, binder) => {
    const [first, second, ...rest] = call.args.map(({ value }) => value)
    const pivoted = columnOf(first, input, call)
    const aggregate: Expression = second ?? {
      kind: 'call',
      name: 'count',
      nameSpan: call,
      args: [],
      start: call.start,
      end: call.end,
    }
    const used = namesIn(aggregate)
    const keys =
      rest.length > 0
        ? rest.map((one) => columnOf(one, input, call))
        : input.columns.filter((column) => column !== pivoted && !used.has(column.name))
    const text = toText(boundColumn(pivoted))
    const values = binder
      .querySchema(sql`SELECT DISTINCT ${text} AS v FROM ${input.from} ORDER BY v`, call)
      .map(([value]) => String(value))
    const row = binder.over(input)
    const valueKey = { name: '$pivot', type: 'string', id: binder.ctes.column(), sql: text } as const
    const group = new GroupRow(row, [...keys, valueKey], binder)
    const bound = binder.bind(aggregate, group)
    const grouped = group.select()
    const cells = values.map((value): SelectedColumn => {
      const cell = sql`any_value(CASE WHEN ${valueKey.id} = ${stringLiteral(value)} THEN ${bound.sql} END)`
      const isSum = aggregate.kind === 'call' && /^(d?count|sum)/.test(aggregate.name) && isNumeric(bound.type)
      return { name: value, type: bound.type, id: binder.ctes.column(), sql: isSum ? sql`coalesce(${cell}, 0)` : cell }
    })
    const list = [...keys.map(({ id }) => id), ...cells.map(({ id, sql: cell }) => sql`${cell!} AS ${id}`)]
    const by = keys.length === 0 ? sql`` : sql` GROUP BY ${joinSql(keys.map(({ id }) => id))}`
    const columns = [...keys, ...cells].map(({ name, type, id }: Column) => ({ name, type, id }))
    const isRaw = new Set(keys.filter((key) => key.isRaw === true).map(({ id }) => id))
    return {
      from: binder.ctes.add(sql`SELECT ${joinSql(list)} FROM ${grouped.from}${by}`),
      columns: columns.map((column) => (isRaw.has(column.id) ? { ...column, isRaw: true } : column)),
      ...UNORDERED,
    }
  },
}

// --- helpers, in order of use ---

function namesIn(expression: Expression): ReadonlySet<string> {
  if (expression.kind === 'name') return new Set([expression.name])
  return expression.kind === 'call' ? new Set(expression.args.flatMap(({ value }) => [...namesIn(value)])) : new Set()
}
