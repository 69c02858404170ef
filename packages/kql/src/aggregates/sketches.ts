import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { toJson } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { type AggregateEntry, aggregate } from './entry'

/**
 * Sketches, which functions such as dcount_hll() and percentile_tdigest() read. In Azure they are estimates of a fixed size;
 * here they are arrays of all values, so the results are exact.
 */
export const SKETCH_AGGREGATES: readonly AggregateEntry[] = [
  aggregate('hll(value: any, accuracy?: long): dynamic', 'The distinct values, for dcount_hll() and hll_merge().', {
    sql: (_, { args: [value] }) => distinct(value!, sql``),
  }),
  aggregate(
    'hll_if(value: any, condition: bool, accuracy?: long): dynamic',
    'The distinct values of the rows for which a condition is true, for dcount_hll().',
    { sql: ([, test], { args: [value] }) => distinct(value!, sql` AND (${test!})`) },
  ),
  aggregate('hll_merge(sketch: dynamic): dynamic', 'The distinct values of several results of hll().', {
    sql: ([sketch]) => sql`to_json(list_sort(list_distinct(flatten(list(TRY_CAST(${sketch!} AS JSON[]))))))`,
  }),
  aggregate('tdigest(value: any, weight?: long): dynamic', 'The values in order, for percentile_tdigest().', {
    sql: ([, weight], { args: [value] }) => {
      const number = convert(value!, 'real')
      const values =
        weight === undefined
          ? sql`list(${number}) FILTER (${number} IS NOT NULL)`
          : sql`flatten(list(list_transform(range(0, greatest(${weight}, 0)), i -> ${number})) FILTER (${number} IS NOT NULL))`
      return sql`coalesce(to_json(list_sort(${values})), '[]'::JSON)`
    },
  }),
  aggregate('tdigest_merge(digest: dynamic): dynamic', 'The values of several results of tdigest().', {
    deprecatedNames: ['merge_tdigest'],
    prefix: 'merge_tdigests',
    sql: ([digest]) => sql`to_json(list_sort(flatten(list(TRY_CAST(${digest!} AS DOUBLE[])))))`,
  }),
]

// --- helpers ---

function distinct(value: Bound, filter: Sql): Sql {
  const json = toJson(value)
  const isPresent = sql`${json} IS NOT NULL${value.type === 'string' ? sql`` : sql` AND json_type(${json}) <> 'NULL'`}`
  return sql`coalesce(to_json(list_sort(list(DISTINCT ${json}) FILTER (${isPresent}${filter}))), '[]'::JSON)`
}
