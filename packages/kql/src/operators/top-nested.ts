import { type Binder, UNORDERED } from '../binding/binder'
import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { GroupRow } from '../binding/group-row'
import { impliedName } from '../binding/names'
import type { Column, Relation } from '../binding/relation'
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
  read: (parser, span) => {
    const levels = parser.list(() => readLevel(parser))
    return (input, binder) => {
      if (input.partition !== undefined)
        throw new KqlError('UNSUPPORTED', span, 'top-nested is not supported within mv-apply and partition.')
      let rows: Relation = { ...input, ...UNORDERED }
      const found: FoundLevel[] = []
      const rests: Relation[] = []
      for (const level of levels) {
        const next = topValues(level, rows, found, binder)
        found.push(next.level)
        rests.push(next.rest)
        rows = next.rows
      }
      const columns = found.flatMap(({ key, aggregate }) => [key, aggregate])
      const ids = joinSql(columns.map(({ id }) => id))
      const selects = [sql`SELECT DISTINCT ${ids} FROM ${rows.from}`]
      for (const [index, rest] of rests.entries()) {
        const others = otherValues(index, rest, levels, found, binder)
        if (others !== undefined) selects.push(others)
      }
      const from = binder.ctes.add(joinSql(selects, sql` UNION ALL `))
      const order = found.flatMap(({ key, aggregate, level: { isAscending } }) => [
        { id: aggregate.id, isDescending: !isAscending, nullsFirst: false },
        { id: key.id, isDescending: false, nullsFirst: true },
      ])
      return { ...input, ...UNORDERED, from, columns, order: selects.length === 1 ? order : [] }
    }
  },
}

// --- helpers, in order of use ---

interface Level {
  readonly limit: Expression | undefined
  readonly name: string | undefined
  readonly value: Expression
  /** The value in the row that summarizes all values other than the top ones. */
  readonly others: Expression | undefined
  readonly by: NamedExpression
  readonly isAscending: boolean
}

/** Reads `3 of name with others = 'rest' by count() desc`, or `of name by count()` for all values. */
function readLevel(parser: Parser): Level {
  parser.acceptName('top-nested')
  if (parser.peek().text === 'top') parser.operatorName()
  const limit = parser.peek().text === 'of' ? undefined : parser.unary()
  parser.expectName('of')
  const { names, value } = parser.namedExpression()
  let others: Expression | undefined
  if (parser.acceptName('with')) {
    parser.expectName('others')
    parser.expect('=')
    others = parser.unary()
  }
  parser.expectName('by')
  const by = parser.namedExpression()
  const isAscending = parser.acceptName('asc')
  if (!isAscending) parser.acceptName('desc')
  return { limit, name: names[0], value, others, by, isAscending }
}

interface FoundLevel {
  readonly level: Level
  readonly key: Column
  readonly aggregate: Column
}

/** Adds the key and the aggregate of a level to its rows, and splits them into the top values and the rest. */
function topValues(
  level: Level,
  rows: Relation,
  parents: readonly FoundLevel[],
  binder: Binder,
): { readonly level: FoundLevel; readonly rows: Relation; readonly rest: Relation } {
  const row = binder.over(rows)
  const name = level.name ?? impliedName(level.value) ?? `Column${parents.length + 1}`
  const { sql: value, ...key } = newColumn(name, binder.bind(level.value, row), binder)
  const keyed = binder.over({
    ...row.relation,
    from: binder.ctes.add(sql`SELECT *, ${value!} AS ${key.id} FROM ${row.relation.from}`),
  })
  const keys = [...parents.map((parent) => parent.key), key]
  const group = new GroupRow(keyed, keys, binder)
  const bound = binder.bind(level.by.value, group)
  const { sql: _, ...aggregate } = newColumn(level.by.names[0] ?? `aggregated_${name}`, bound, binder)
  const grouped = group.select()
  const within = parents.length === 0 ? sql`` : sql`PARTITION BY ${joinSql(parents.map((parent) => parent.key.id))} `
  const rank = sql`row_number() OVER (${within}ORDER BY ${bound.sql} ${level.isAscending ? sql`ASC` : sql`DESC`} NULLS LAST)`
  const isTop = level.limit === undefined ? sql`true` : sql`${rank} <= (${binder.value(level.limit).sql})`
  const ranked = binder.ctes.add(
    sql`SELECT ${joinSql(keys.map(({ id }) => id))}, ${bound.sql} AS ${aggregate.id}, ${isTop} AS h1 FROM ${grouped.from}`,
  )
  const same = keys.map(({ id }) => sql`s.${id} IS NOT DISTINCT FROM b.${id}`)
  const joined = binder.ctes.add(
    sql`SELECT s.*, b.${aggregate.id}, b.h1 FROM ${keyed.relation.from} AS s JOIN ${ranked} AS b ON ${joinSql(same, sql` AND `)}`,
  )
  const part = (isChosen: Sql): Relation => ({
    ...keyed.relation,
    from: binder.ctes.add(sql`SELECT * EXCLUDE (h1) FROM ${joined} WHERE ${isChosen}`),
  })
  return { level: { level, key, aggregate }, rows: part(sql`h1`), rest: part(sql`NOT h1`) }
}

/** The rows that summarize all values of a level other than the top ones. Lower levels are empty in these rows. */
function otherValues(
  index: number,
  rest: Relation,
  levels: readonly Level[],
  found: readonly FoundLevel[],
  binder: Binder,
): Sql | undefined {
  if (levels.slice(index).every(({ others }) => others === undefined)) return undefined
  const parents = found.slice(0, index).flatMap(({ key, aggregate }) => [key, aggregate])
  const group = new GroupRow(binder.over(rest), parents, binder)
  const values = found.slice(index).flatMap(({ level, key, aggregate }): readonly Sql[] => {
    if (level.others === undefined) return [nullOf(key.type), nullOf(aggregate.type)]
    return [convert(binder.value(level.others), key.type), binder.bind(level.by.value, group).sql]
  })
  const isNotEmpty = group.add(sql`count(*)`)
  const grouped = group.select()
  const list = joinSql([...parents.map(({ id }: SelectedColumn) => id), ...values])
  return sql`SELECT ${list} FROM ${grouped.from} WHERE ${isNotEmpty} > 0`
}
