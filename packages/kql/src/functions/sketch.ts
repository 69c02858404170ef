import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import { type KqlType, typeNamed } from '../types'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/** Functions that read the results of hll() and tdigest(), which are arrays of the values here. */
export const SKETCH_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('dcount_hll(sketch: dynamic): long', 'Number of distinct values in a result of hll().', {
    implies: { prefix: 'dcount_hll' },
    sql: ([sketch]) => sql`json_array_length(${sketch!})::BIGINT`,
    example: ['dcount_hll(toscalar(range x from 1 to 3 step 1 | summarize hll(x)))', '3'],
  }),
  scalar('hll_merge(...sketches: dynamic): dynamic', 'The distinct values of several results of hll().', {
    sql: (sketches) => sql`to_json(list_sort(list_distinct(${joined(sketches, sql`JSON[]`)})))`,
    example: ['dcount_hll(hll_merge(dynamic([1, 2]), dynamic([2, 3])))', '3'],
  }),
  scalar('tdigest_merge(...digests: dynamic): dynamic', 'The values of several results of tdigest().', {
    deprecatedNames: ['merge_tdigest'],
    sql: (digests) => sql`to_json(list_sort(${joined(digests, sql`DOUBLE[]`)}))`,
    example: ['percentile_tdigest(tdigest_merge(dynamic([1, 2]), dynamic([3])), 50)', '2'],
  }),
  scalar(
    'percentile_tdigest(digest: dynamic, percentage: any, type?: any): real',
    'A percentile of the values in a result of tdigest(), converted to a type.',
    {
      repeats: true,
      implies: { prefix: 'percentile_tdigest' },
      returns: ([, , type]) => resultType(type),
      sql: ([digest], context) => {
        const [, share, type] = context.args
        return asType(percentile(digest!, sql`(${share!.sql})::DOUBLE`), resultType(type))
      },
      example: ['percentile_tdigest(toscalar(range x from 1 to 9 step 1 | summarize tdigest(x)), 50)', '5'],
    },
  ),
  scalar(
    'percentiles_array_tdigest(digest: dynamic, ...percentages: any): dynamic',
    'Several percentiles of the values in a result of tdigest().',
    {
      repeats: true,
      implies: { prefix: 'percentile_tdigest' },
      sql: ([digest], context) => {
        const shares = percentages(context)
        return sql`to_json(list_transform(${shares}, s -> ${percentile(digest!, sql`s`)}))`
      },
      example: ['percentiles_array_tdigest(dynamic([1, 2, 3, 4]), 25, 100)', '[1,4]'],
    },
  ),
  scalar('rank_tdigest(digest: dynamic, value: any): real', 'Number of values that are not larger than a value.', {
    repeats: true,
    sql: ([digest], { args: [, value] }) => rank(digest!, value!),
    example: ['rank_tdigest(dynamic([1, 2, 2, 4]), 2)', '3'],
  }),
  scalar(
    'percentrank_tdigest(digest: dynamic, value: any): real',
    'Percentage of values that are not larger than a value.',
    {
      repeats: true,
      sql: ([digest], { args: [, value] }) => sql`(100 * ${rank(digest!, value!)} / json_array_length(${digest!}))`,
      example: ['percentrank_tdigest(dynamic([1, 2, 2, 4]), 2)', '75'],
    },
  ),
]

// --- helpers, in order of use ---

function joined(arrays: readonly Sql[], type: Sql): Sql {
  return sql`flatten([${joinSql(arrays.map((array) => sql`TRY_CAST(${array} AS ${type})`))}])`
}

function resultType(type: Bound | undefined): KqlType {
  return typeNamed(String(type?.value)) ?? 'real'
}

/** The nearest rank. */
function percentile(digest: Sql, share: Sql): Sql {
  const list = sql`TRY_CAST(${digest} AS DOUBLE[])`
  return sql`${list}[greatest(ceil(len(${list}) * ${share} / 100)::BIGINT, 1)]`
}

/** Datetimes and timespans are ticks in a digest. */
function asType(value: Sql, type: KqlType): Sql {
  if (type === 'datetime' || type === 'timespan') return sql`(${value})::BIGINT`
  return convert({ type: 'real', sql: value, isConstant: false }, type)
}

function percentages({ args: [, ...shares], call }: CallContext): Sql {
  const [first] = shares
  if (first === undefined) throw new KqlError('ARGUMENTS', call, `${call.name}() needs percentages.`)
  if (first.type === 'dynamic') return sql`TRY_CAST(${first.sql} AS DOUBLE[])`
  return sql`[${joinSql(shares.map((share) => sql`(${share.sql})::DOUBLE`))}]`
}

function rank(digest: Sql, value: Bound): Sql {
  return sql`len(list_filter(TRY_CAST(${digest} AS DOUBLE[]), v -> v <= (${value.sql})::DOUBLE))::DOUBLE`
}
