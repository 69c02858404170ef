import { UNORDERED } from '../binding/binder'
import type { Bound } from '../binding/bound'
import { convert, toJson } from '../binding/convert'
import { GroupRow } from '../binding/group-row'
import { impliedName, Names } from '../binding/names'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression, NamedExpression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { newColumn } from './columns'
import type { Operator } from './operator'

export const makeSeries: Operator = {
  names: ['make-series'],
  doc: 'Arrays of aggregates over the bins of an axis, with a value for empty bins.',
  example: 'range x from 1 to 3 step 1 | make-series count() default=0 on x from 0 to 5 step 1',
  read: (parser) => {
    parser.parameters(['kind'])
    const aggregates = parser.list(() => seriesItem(parser))
    parser.expectName('on')
    const axis = parser.namedExpression(() => parser.unary())
    const from = parser.acceptName('from') ? parser.expression() : undefined
    const to = parser.acceptName('to') ? parser.expression() : undefined
    const inRange = parser.acceptName('in') ? rangeCall(parser) : undefined
    if (inRange === undefined) parser.expectName('step')
    const step = inRange?.step ?? parser.expression()
    const keys = parser.acceptName('by') ? parser.namedExpressions() : []
    const [start, stop] = [inRange?.from ?? from, inRange?.to ?? to]
    return (input, binder) => {
      const row = binder.over(input)
      const position = row.once(binder.bind(axis.value, row))
      const size = binder.value(step)
      const names = new Names([...keys, axis, ...aggregates].flatMap((item) => item.names))
      const keyColumns = keys.map(({ names: [name], value }) =>
        newColumn(name ?? names.implied(impliedName(value)), binder.bind(value, row), binder),
      )
      const axisName = axis.names[0] ?? names.implied(impliedName(axis.value))
      const first: Bound = start === undefined ? minimum(position, size) : binder.value(start)
      const limit = stop === undefined ? sql`max(${position.sql}) + 1` : binder.value(stop).sql
      const isReal = [position, size, first].some(({ type }) => type === 'real')
      const by = isReal ? convert(size, 'real') : size.sql
      const bounds = binder.ctes.add(
        sql`SELECT ${start === undefined ? first.sql : sql`any_value(${first.sql})`} AS f, ${stop === undefined ? limit : sql`any_value(${limit})`} AS t FROM ${row.relation.from}`,
      )
      const startSql = start === undefined ? sql`(SELECT f FROM ${bounds})` : first.sql
      const stopSql = stop === undefined ? sql`(SELECT t FROM ${bounds})` : limit
      const bin = binder.ctes.column()
      const index = isReal
        ? sql`floor((${convert(position, 'real')} - ${startSql}) / ${by})::BIGINT`
        : sql`((${position.sql} - ${startSql}) // ${by})`
      const within = sql`${position.sql} >= ${startSql} AND ${position.sql} < ${stopSql}`
      const filtered = binder.over({
        ...row.relation,
        from: binder.ctes.add(sql`SELECT *, ${index} AS ${bin} FROM ${row.relation.from} WHERE ${within}`),
      })
      const binColumn = { name: '$bin', type: 'long', id: bin } as const
      const group = new GroupRow(filtered, [...keyColumns, binColumn], binder)
      const values = aggregates.map((item) => {
        const bound = binder.bind(item.value, group)
        return { item, bound, name: item.names[0] ?? names.implied(impliedName(item.value)) }
      })
      const grouped = group.select()
      const count = isReal
        ? sql`ceil((${stopSql} - ${startSql}) / ${by})::BIGINT`
        : sql`(${stopSql} - ${startSql} + ${by} - 1) // ${by}`
      const keyIds = keyColumns.map(({ id }) => id)
      const i = binder.ctes.column()
      const keySelect =
        keyIds.length === 0 ? sql`SELECT 1 AS h0` : sql`SELECT DISTINCT ${joinSql(keyIds)} FROM ${grouped.from}`
      const cells = binder.ctes.add(
        sql`SELECT k.*, i.i AS ${i} FROM (${keySelect}) AS k, (SELECT unnest(range(0, greatest(${count}, 0))) AS i) AS i`,
      )
      const same = [...keyIds.map((id) => sql`g.${id} IS NOT DISTINCT FROM s.${id}`), sql`g.${bin} = s.${i}`]
      const lists = values.map(({ item, bound, name }) => {
        const fallback =
          item.fallback === undefined
            ? sql`${bound.type === 'string' ? sql`'""'` : sql`'0'`}::JSON`
            : toJson(binder.value(item.fallback))
        const cell = sql`CASE WHEN g.${bin} IS NULL THEN ${fallback} ELSE ${toJson({ ...bound, sql: qualified(bound.sql) })} END`
        return {
          name,
          type: 'dynamic',
          id: binder.ctes.column(),
          sql: sql`to_json(list(${cell} ORDER BY s.${i}))`,
        } as const
      })
      const axisValue: Bound = {
        type: isReal ? 'real' : position.type,
        sql: isReal ? sql`(${startSql} + s.${i} * ${by})` : sql`(${startSql} + s.${i} * ${by})`,
        isConstant: false,
      }
      const axisColumn = {
        name: axisName,
        type: 'dynamic',
        id: binder.ctes.column(),
        sql: sql`to_json(list(${toJson(axisValue)} ORDER BY s.${i}))`,
      } as const
      const selected = [
        ...keyColumns.map(({ id }) => sql`s.${id}`),
        ...[...lists, axisColumn].map(({ id, sql: value }) => sql`${value} AS ${id}`),
      ]
      const groupBy =
        keyIds.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${joinSql(keyIds.map((id) => sql`s.${id}`))}`
      const body = sql`SELECT ${joinSql(selected)} FROM ${cells} AS s LEFT JOIN ${grouped.from} AS g ON ${joinSql(same, sql` AND `)}${groupBy}`
      const columns = [...keyColumns, ...lists, axisColumn].map(({ sql: _, ...column }) => column)
      return { ...UNORDERED, from: binder.ctes.add(body), columns }
    }
  },
}

// --- helpers, in order of use ---

interface SeriesItem extends NamedExpression {
  readonly fallback: Expression | undefined
}

function seriesItem(parser: Parser): SeriesItem {
  const item = parser.namedExpression()
  if (!parser.acceptName('default')) return { ...item, fallback: undefined }
  parser.expect('=')
  return { ...item, fallback: parser.unary() }
}

function rangeCall(parser: Parser): { readonly from: Expression; readonly to: Expression; readonly step: Expression } {
  const call = parser.expression()
  if (call.kind !== 'call' || call.name !== 'range' || call.args.length !== 3)
    throw new KqlError('SYNTAX', call, 'make-series in needs range(start, stop, step).')
  const [from, to, step] = call.args.map(({ value }) => value)
  return { from: from!, to: to!, step: step! }
}

/** Without a start, bins begin at the bin of the smallest value. */
function minimum({ sql: position, type }: Bound, { sql: size }: Bound): Bound {
  const least = sql`min(${position})`
  return {
    type,
    sql: type === 'real' ? sql`floor(${least} / ${size}) * ${size}` : sql`${least} - ${least} % ${size}`,
    isConstant: false,
  }
}

/** Aggregates are columns of the groups. */
function qualified(id: Sql): Sql {
  return /^c\d+$/.test(id) ? sql`g.${id}` : id
}
