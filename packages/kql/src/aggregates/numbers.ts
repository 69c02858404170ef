import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import { isInteger, isNumeric, type KqlType } from '../types'
import { type AggregateContext, type AggregateEntry, aggregate, type ValueAggregate } from './entry'

const BITS = { binary_all_and: sql`bit_and`, binary_all_or: sql`bit_or`, binary_all_xor: sql`bit_xor` }

export const NUMBER_AGGREGATES: readonly AggregateEntry[] = [
  ...withIf('sum', 'Sum of values.', sumType, (value, bound, filter, context) => {
    const type = sumType([bound])
    if (type === 'real') return sql`coalesce(sum(${number(bound, value, context)})${filter}, 0)::DOUBLE`
    if (type === 'decimal') return sql`coalesce(sum(${value})${filter}, 0)::DECIMAL(38, 17)`
    return sql`coalesce(sum(${value})${filter}, 0)::BIGINT`
  }),
  ...withIf('avg', 'Average of the values. NaN if there are none.', averageType, (value, bound, filter, context) => {
    if (bound.type === 'timespan' || bound.type === 'datetime') return sql`trunc(avg(${value})${filter})::BIGINT`
    return sql`coalesce(avg(${number(bound, value, context)})${filter}, 'NaN'::DOUBLE)`
  }),
  ...withIf('min', 'The smallest value.', 'first', (value, bound, filter, { call }) =>
    extreme(sql`min`, value, bound, filter, call),
  ),
  ...withIf('max', 'The largest value.', 'first', (value, bound, filter, { call }) =>
    extreme(sql`max`, value, bound, filter, call),
  ),
  ...withIf('stdev', 'Standard deviation of a sample.', 'real', (value, bound, filter, context) =>
    dispersion(sql`stddev_samp`, value, bound, filter, context),
  ),
  ...withIf('variance', 'Variance of a sample.', 'real', (value, bound, filter, context) =>
    dispersion(sql`var_samp`, value, bound, filter, context),
  ),
  ...withIf('stdevp', 'Standard deviation of a population.', 'real', (value, bound, filter, context) =>
    dispersion(sql`stddev_pop`, value, bound, filter, context),
  ).slice(0, 1),
  ...withIf('variancep', 'Variance of a population.', 'real', (value, bound, filter, context) =>
    dispersion(sql`var_pop`, value, bound, filter, context),
  ),
  ...covariance('covariance', sql`covar_samp`),
  ...covariance('covariancep', sql`covar_pop`),
  ...(['binary_all_and', 'binary_all_or', 'binary_all_xor'] as const).map((name) =>
    aggregate(`${name}(value: long): long`, 'The bits of all values combined.', {
      sql: ([value]) => sql`${BITS[name]}(${value!})`,
    }),
  ),
]

// --- helpers, in order of use ---

type Write = (value: Sql, bound: Bound, filter: Sql, context: AggregateContext) => Sql

/** The aggregate and its form with a condition. */
function withIf(
  name: string,
  doc: string,
  returns: ValueAggregate['returns'],
  write: Write,
): readonly AggregateEntry[] {
  return [
    aggregate(`${name}(value: any): any`, doc, {
      returns,
      sql: ([value], context) => write(value!, context.args[0]!, sql``, context),
    }),
    aggregate(`${name}if(value: any, condition: bool): any`, `${doc} Uses only rows for which a condition is true.`, {
      returns,
      sql: ([value, test], context) => write(value!, context.args[0]!, sql` FILTER (${test!})`, context),
    }),
  ]
}

function sumType([value]: readonly Bound[]): KqlType {
  const { type } = value!
  return isInteger(type) ? 'long' : type === 'timespan' || type === 'decimal' ? type : 'real'
}

function averageType([value]: readonly Bound[]): KqlType {
  const { type } = value!
  return type === 'timespan' || type === 'datetime' || type === 'decimal' ? type : 'real'
}

function number(bound: Bound, value: Sql, { call, row }: AggregateContext): Sql {
  if (isNumeric(bound.type)) return sql`(${value})::DOUBLE`
  if (bound.type === 'dynamic') return convert(row.computeOnce(bound), 'real')
  const cure = bound.type === 'bool' ? 'Use countif().' : 'Use todouble().'
  throw new KqlError('TYPE', call, `${call.name}() expects numbers, got a ${bound.type}. ${cure}`)
}

/** The result is NaN if any value is NaN, which DuckDB would treat as the largest number. */
function extreme(name: Sql, value: Sql, bound: Bound, filter: Sql, call: Call): Sql {
  if (bound.type === 'dynamic')
    throw new KqlError(
      'TYPE',
      call,
      `${call.name}() cannot order dynamic values. Use todouble(), tolong() or tostring().`,
    )
  if (bound.type === 'string') return sql`coalesce(${name}(${value})${filter}, '')`
  const plain = sql`${name}(${value})${filter}`
  return bound.type === 'real'
    ? sql`CASE WHEN bool_or(isnan(${value}))${filter} THEN 'NaN'::DOUBLE ELSE ${plain} END`
    : plain
}

/** A standard deviation or variance: 0 for fewer than two rows, and NaN if any value is NaN or infinite, for which DuckDB raises an error. */
function dispersion(name: Sql, value: Sql, bound: Bound, filter: Sql, context: AggregateContext): Sql {
  const x = number(bound, value, context)
  const finite = sql`CASE WHEN isfinite(${x}) THEN ${x} END`
  return sql`CASE WHEN bool_or(NOT isfinite(${x}))${filter} THEN 'NaN'::DOUBLE ELSE coalesce(${name}(${finite})${filter}, 0) END`
}

function covariance(name: string, duckDb: Sql): readonly AggregateEntry[] {
  const doc = 'Covariance of two values.'
  const of = (a: Sql, b: Sql, filter: Sql) => sql`coalesce(${duckDb}((${a})::DOUBLE, (${b})::DOUBLE)${filter}, 0)`
  const named = (prefix: string) => (names: readonly string[]) => `${prefix}_${names[0] ?? ''}_${names[1] ?? ''}`
  return [
    aggregate(`${name}(x: number, y: number): real`, doc, {
      columnName: named(name),
      sql: ([x, y]) => of(x!, y!, sql``),
    }),
    aggregate(`${name}if(x: number, y: number, condition: bool): real`, doc, {
      columnName: named(`${name}if`),
      sql: ([x, y, test]) => of(x!, y!, sql` FILTER (${test!})`),
    }),
  ]
}
