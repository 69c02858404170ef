import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { toJson } from '../binding/text'
import { KqlError } from '../errors'
import { joinSql, realLiteral, type Sql, sql } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import type { KqlType } from '../types'
import { type AggregateColumn, type AggregateEntry, aggregate, type ColumnsContext, columnsAggregate } from './entry'

/** Percentiles by nearest rank. */
export const PERCENTILE_AGGREGATES: readonly AggregateEntry[] = [
  aggregate('percentile(value: any, percentage: any): any', 'The value below which a percentage of the values lie.', {
    returns: ([value]) => percentileType(value!),
    columnName: ([name = ''], args) => percentileName(name, args[1]),
    sql: (_, { args: [value, share], call }) =>
      sql`quantile_disc(${percentileValue(value!)}, ${percentileShare(share!, call)})`,
  }),
  columnsAggregate('percentiles(value: any, ...percentages: any): any', 'A column for each of several percentiles.', {
    columns: percentileColumns,
  }),
  aggregate('percentiles_array(value: any, ...percentages: any): dynamic', 'Several percentiles as an array.', {
    prefix: 'percentiles',
    sql: (_, { args: [value, ...shares], call }) => {
      const type = percentileType(value!)
      const list = percentileList(value!, constantShares(shares, call), call)
      return asJson(list, type)
    },
  }),
  aggregate('percentilew(value: any, weight: long, percentage: any): any', 'A percentile of values with weights.', {
    returns: ([value]) => percentileType(value!),
    columnName: ([name = ''], args) => percentileName(name, args[2]),
    sql: ([, weight], { args: [value, , share], call }) => sql`${weightedList(value!, weight!, [share!], call)}[1]`,
  }),
  columnsAggregate(
    'percentilesw(value: any, weight: long, ...percentages: any): any',
    'A column for each of several percentiles of values with weights.',
    { columns: percentileColumns },
  ),
  aggregate(
    'percentilesw_array(value: any, weight: long, ...percentages: any): dynamic',
    'Several percentiles of values with weights as an array.',
    {
      prefix: 'percentiles',
      sql: ([, weight], { args: [value, , ...shares], call }) =>
        asJson(weightedList(value!, weight!, constantShares(shares, call), call), percentileType(value!)),
    },
  ),
]

// --- helpers, in order of use ---

function percentileType({ type }: Bound): KqlType {
  return type === 'int' ? 'long' : type === 'dynamic' ? 'real' : type
}

/** `percentile_duration_99_5` */
function percentileName(name: string, share: Expression | undefined): string {
  const percentage = share?.kind === 'literal' ? String(share.value).replace('.', '_') : ''
  return `percentile_${name}_${percentage}`
}

function percentileValue(value: Bound): Sql {
  return value.type === 'dynamic' ? convert(value, 'real') : value.sql
}

function percentileShare(share: Bound, call: Call): Sql {
  if (share.value === undefined && share.isConstant) return sql`((${share.sql})::DOUBLE / 100)`
  const percentage = Number(share.value)
  if (share.value === undefined || !(percentage >= 0 && percentage <= 100)) {
    throw new KqlError('ARGUMENTS', call, `A percentage of ${call.name}() must be a constant from 0 to 100.`)
  }
  return realLiteral(percentage / 100)
}

function percentileList(value: Bound, shares: readonly Bound[], call: Call): Sql {
  const list = joinSql(shares.map((share) => percentileShare(share, call)))
  return sql`quantile_disc(${percentileValue(value)}, [${list}])`
}

function percentileColumns(call: Call, { row, binder, nameOf }: ColumnsContext): readonly AggregateColumn[] {
  const isWeighted = call.name === 'percentilesw'
  const [first, ...rest] = call.args.map(({ value }) => binder.bind(value, row))
  const weight = isWeighted ? rest.shift() : undefined
  if (first === undefined || rest.length === 0 || (isWeighted && weight === undefined))
    throw new KqlError('ARGUMENTS', call, `${call.name}() needs a value and percentages.`)
  const value = row.computeOnce(first)
  // DuckDB computes the same aggregate only once.
  const list =
    weight === undefined
      ? percentileList(value, rest, call)
      : weightedList(value, row.computeOnce(weight).sql, rest, call)
  const name = nameOf(call.args[0]!.value) ?? ''
  return rest.map((share, index) => ({
    name: `percentile_${name}_${String(share.value).replace('.', '_')}`,
    type: percentileType(first),
    sql: sql`${list}[${index + 1}]`,
  }))
}

/** The percentages, given one by one or as a constant array. */
function constantShares(shares: readonly Bound[], call: Call): readonly Bound[] {
  const [first] = shares
  if (first === undefined) throw new KqlError('ARGUMENTS', call, `${call.name}() needs percentages.`)
  if (first.type !== 'dynamic') return shares
  const array: unknown = typeof first.value === 'string' ? JSON.parse(first.value) : undefined
  if (!Array.isArray(array) || array.length === 0)
    throw new KqlError('ARGUMENTS', call, `The percentages of ${call.name}() must be a constant array.`)
  return array.map((value: unknown) => ({ type: 'real', sql: sql`NULL`, isConstant: true, value: Number(value) }))
}

/**
 * The smallest value whose cumulative weight reaches the given share of the total weight. Equal weights change nothing, and then
 * a plain percentile is much faster. Otherwise the sorted list is read once for each share.
 */
function weightedList(value: Bound, weight: Sql, shares: readonly Bound[], call: Call): Sql {
  const counts = sql`FILTER (${value.sql} IS NOT NULL AND ${weight} > 0)`
  const pair = sql`{'v': ${percentileValue(value)}, 'w': (${weight})::DOUBLE}`
  const sorted = sql`list_sort(list(${pair}) ${counts})`
  const total = sql`sum(${weight}) ${counts}`
  const found = shares.map((share) => {
    const isReached = sql`a.w >= ${total} * ${percentileShare(share, call)}`
    return sql`list_reduce(${sorted}, (a, e) -> {'v': CASE WHEN ${isReached} THEN a.v ELSE e.v END, 'w': a.w + e.w}).v`
  })
  const isSame = sql`min(${weight}) ${counts} = max(${weight}) ${counts}`
  return sql`CASE WHEN ${isSame} THEN ${percentileList(value, shares, call)} ${counts} ELSE [${joinSql(found)}] END`
}

function asJson(list: Sql, type: KqlType): Sql {
  const element: Bound = { type, sql: sql`e`, isConstant: false }
  return sql`to_json(list_transform(${list}, e -> ${toJson(element)}))`
}
