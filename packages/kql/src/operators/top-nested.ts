import { UNORDERED } from '../binding/binder'
import { GroupRow } from '../binding/group-row'
import { impliedName } from '../binding/names'
import type { OrderKey, Relation } from '../binding/relation'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression, NamedExpression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { newColumn, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const topNested: Operator = {
  names: ['top-nested'],
  doc: 'The top values of a column by an aggregate and, within each of them, the top values of the next column.',
  example: "datatable(a: string, b: long)['x', 1, 'y', 2] | top-nested 1 of a by sum(b)",
  read: (parser) => {
    const levels = parser.list(() => level(parser))
    return (input, binder) => {
      let rest = binder.over(input)
      const columns: SelectedColumn[] = []
      const order: OrderKey[] = []
      let result: Relation | undefined
      for (const { limit, value, name, by, isAscending } of levels) {
        const key = newColumn(
          name ?? impliedName(value) ?? `Column${columns.length + 1}`,
          binder.bind(value, rest),
          binder,
        )
        const keys: readonly SelectedColumn[] = [
          ...columns.filter((_, index) => index % 2 === 0).map(({ sql: _, ...column }) => column),
          key,
        ]
        const group = new GroupRow(rest, keys, binder)
        const bound = binder.bind(by.value, group)
        const aggregate = newColumn(by.names[0] ?? `aggregated_${key.name}`, bound, binder)
        const grouped = group.select()
        const parents = keys.slice(0, -1).map(({ id }) => id)
        const within = parents.length === 0 ? sql`` : sql`PARTITION BY ${joinSql(parents)} `
        const direction = isAscending ? sql`ASC` : sql`DESC`
        const all = sql`SELECT ${joinSql(keys.map(({ id }) => id))}, ${bound.sql} AS ${aggregate.id} FROM ${grouped.from}`
        const ranked = sql`SELECT * FROM (${all}) QUALIFY row_number() OVER (${within}ORDER BY ${aggregate.id} ${direction}) <= ${limit === undefined ? sql`9223372036854775807` : binder.value(limit).sql}`
        const best = binder.ctes.add(ranked)
        // The next level reads only the rows with the values that were selected here.
        const keyed = binder.ctes.add(
          sql`SELECT *${key.sql === undefined ? sql`` : sql`, ${key.sql} AS ${key.id}`} FROM ${rest.relation.from}`,
        )
        const same = joinSql(
          keys.map(({ id }) => sql`s.${id} IS NOT DISTINCT FROM b.${id}`),
          sql` AND `,
        )
        const carried: Sql[] = [sql`s.*`, sql`b.${aggregate.id}`]
        const joined = binder.ctes.add(sql`SELECT ${joinSql(carried)} FROM ${keyed} AS s JOIN ${best} AS b ON ${same}`)
        columns.push({ ...key, sql: key.id }, { ...aggregate, sql: aggregate.id })
        order.push(
          { id: aggregate.id, isDescending: !isAscending, nullsFirst: false },
          { id: key.id, isDescending: false, nullsFirst: true },
        )
        rest = binder.over({ ...rest.relation, from: joined })
        result = { ...UNORDERED, from: joined, columns: columns.map(({ sql: _, ...column }) => column) }
      }
      const ids = joinSql(columns.map(({ id }) => id))
      return { ...result!, from: binder.ctes.add(sql`SELECT DISTINCT ${ids} FROM ${result!.from}`), order }
    }
  },
}

// --- helpers ---

interface Level {
  readonly limit: Expression | undefined
  readonly name: string | undefined
  readonly value: Expression
  readonly by: NamedExpression
  readonly isAscending: boolean
}

/** Reads `3 of name by count() desc`, or `of name by count()` for all values. */
function level(parser: Parser): Level {
  parser.acceptName('top-nested')
  if (parser.peek().text === 'top') parser.operatorName()
  const limit = parser.peek().text === 'of' ? undefined : parser.unary()
  parser.expectName('of')
  const { names, value, span } = parser.namedExpression()
  if (parser.acceptName('with')) {
    throw new KqlError('UNSUPPORTED', span, 'top-nested with others is not supported. Use summarize and union.')
  }
  parser.expectName('by')
  const by = parser.namedExpression()
  const isAscending = parser.acceptName('asc')
  if (!isAscending) parser.acceptName('desc')
  return { limit, name: names[0], value, by, isAscending }
}
