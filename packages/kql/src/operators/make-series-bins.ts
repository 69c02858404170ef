import { type Binder, UNORDERED } from '../binding/binder'
import { type Bound, nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { GroupRow } from '../binding/group-row'
import { impliedName, Names } from '../binding/names'
import type { Relation } from '../binding/relation'
import { toJson } from '../binding/text'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression, NamedExpression } from '../syntax/ast'
import { computed, newColumn } from './columns'

export interface SeriesItem extends NamedExpression {
  /** The value of an empty bin. */
  readonly fallback: Expression | undefined
}

export interface SeriesDefinition {
  readonly aggregates: readonly SeriesItem[]
  readonly axis: NamedExpression
  /** Without a start and a stop, each series has the bins from its first to its last value. */
  readonly start: Expression | undefined
  readonly stop: Expression | undefined
  readonly step: Expression
  /** Whether bins begin at multiples of the step, and the stop is included. Otherwise the first bin begins at the start. */
  readonly isInRange: boolean
  readonly keys: readonly NamedExpression[]
  /** Whether an input without rows gives a series of empty bins. */
  readonly isNonEmpty: boolean
}

/** Groups the rows by keys and bins, adds the empty bins, and collects the aggregates of each combination of keys. */
export function seriesOf(input: Relation, definition: SeriesDefinition, binder: Binder): Relation {
  const row = binder.over({ ...input, ...UNORDERED })
  const position = row.computeOnce(binder.bind(definition.axis.value, row))
  const names = new Names([...definition.keys, definition.axis, ...definition.aggregates].flatMap((item) => item.names))
  const keys = definition.keys.map(({ names: [name], value }) =>
    newColumn(name ?? names.implied(impliedName(value)), binder.bind(value, row), binder),
  )
  const axisName = definition.axis.names[0] ?? names.implied(impliedName(definition.axis.value))
  const bins = binsOf(definition, position, binder)
  const bin = binder.ctes.column()
  const binned = binder.ctes.add(
    sql`SELECT * FROM (SELECT *, ${bins.indexOf(position)} AS ${bin} FROM ${row.relation.from}) WHERE ${bins.isWithin(bin)}`,
  )
  const binColumn = { name: '$bin', type: 'long', id: bin } as const
  const group = new GroupRow(binder.over({ ...row.relation, from: binned }), [...keys, binColumn], binder)
  const values = definition.aggregates.map((item) => {
    const bound = binder.bind(item.value, group)
    return { ...item, bound, name: item.names[0] ?? names.implied(impliedName(item.value, binder.scope)) }
  })
  const grouped = group.select()
  const keyColumns = keys.map(({ sql: _, ...column }) => column)
  const ids = [...keyColumns.map(({ id }) => id), ...(grouped.partition === undefined ? [] : [grouped.partition])]
  const by = ids.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${joinSql(ids)}`
  const limits = sql`SELECT ${joinSql([...ids, sql`${bins.first(bin)} AS h1`, sql`${bins.end(bin)} AS h2`])} FROM ${grouped.from}${by}`
  const nulls = keyColumns.map(({ type, isRaw = false }) => (isRaw ? sql`NULL` : nullOf(type)))
  const otherwise = sql` UNION ALL SELECT ${joinSql([...nulls, bins.first(bin), bins.end(bin)])} WHERE NOT EXISTS (SELECT 1 FROM ${grouped.from})`
  const cells = binder.ctes.add(
    sql`SELECT *, unnest(range(h1, h2)) AS h3 FROM (${limits}${definition.isNonEmpty ? otherwise : sql``})`,
  )
  const lists = values.map(({ bound, name, fallback }) => {
    const empty = fallback === undefined ? sql`'0'::JSON` : toJson(binder.value(fallback))
    const cell = sql`CASE WHEN g.${bin} IS NULL THEN ${empty} ELSE ${toJson(bound)} END`
    return computed(name, 'dynamic', sql`to_json(list(${cell} ORDER BY s.h3))`, binder)
  })
  const axis = computed(
    axisName,
    'dynamic',
    sql`to_json(list(${toJson(bins.valueAt(sql`s.h3`))} ORDER BY s.h3))`,
    binder,
  )
  const same = [...ids.map((id) => sql`g.${id} IS NOT DISTINCT FROM s.${id}`), sql`g.${bin} = s.h3`]
  const selected = [
    ...ids.map((id) => sql`s.${id}`),
    ...[...lists, axis].map(({ id, sql: value }) => sql`${value!} AS ${id}`),
  ]
  const each = ids.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${joinSql(ids.map((id) => sql`s.${id}`))}`
  const from = binder.ctes.add(
    sql`SELECT ${joinSql(selected)} FROM ${cells} AS s LEFT JOIN ${grouped.from} AS g ON ${joinSql(same, sql` AND `)}${each}`,
  )
  const columns = [...keyColumns, ...[...lists, axis].map(({ sql: _, ...column }) => column)]
  return { ...grouped, ...UNORDERED, from, columns }
}

// --- helpers ---

/** Maps positions on the axis to numbered bins. */
interface Bins {
  indexOf(position: Bound): Sql
  isWithin(index: Sql): Sql
  /** The first bin of a series, by the indexes of its rows. */
  first(index: Sql): Sql
  /** The bin after the last one. */
  end(index: Sql): Sql
  valueAt(index: Sql): Bound
}

function binsOf({ step, isInRange, ...definition }: SeriesDefinition, position: Bound, binder: Binder): Bins {
  const size = binder.value(step)
  const start = definition.start && binder.value(definition.start)
  const stop = definition.stop && binder.value(definition.stop)
  const isReal = [position, size, start, stop].some((bound) => bound?.type === 'real')
  const number = (bound: Bound) => (isReal ? convert(bound, 'real') : bound.sql)
  const by = number(size)
  const origin = start === undefined || isInRange ? sql`0` : number(start)
  const indexOf = (bound: Bound) => {
    const distance = sql`(${number(bound)} - ${origin})`
    // DuckDB's integer division rounds towards 0.
    return isReal
      ? sql`floor(${distance} / ${by})::BIGINT`
      : sql`((${distance} - (${distance} % ${by} + ${by}) % ${by}) // ${by})`
  }
  const first = start === undefined ? undefined : indexOf(start)
  // The stop is excluded, so its bin is included only if the bin begins before the stop.
  const end =
    stop === undefined
      ? undefined
      : isInRange
        ? sql`${indexOf(stop)} + 1`
        : isReal
          ? sql`ceil((${number(stop)} - ${origin}) / ${by})::BIGINT`
          : sql`((${number(stop)} - ${origin} + ${by} - 1) // ${by})`
  return {
    indexOf,
    isWithin: (index) => {
      const limits = [
        ...(first === undefined ? [] : [sql`${index} >= ${first}`]),
        ...(end === undefined ? [] : [sql`${index} < ${end}`]),
        ...(stop === undefined || isInRange ? [] : [sql`${number(position)} < ${number(stop)}`]),
        sql`${index} IS NOT NULL`,
      ]
      return joinSql(limits, sql` AND `)
    },
    first: (index) => first ?? sql`min(${index})`,
    end: (index) => end ?? sql`max(${index}) + 1`,
    valueAt: (index) => ({
      type: isReal ? 'real' : position.type,
      sql: sql`(${origin} + ${index} * ${by})`,
      isConstant: false,
    }),
  }
}
