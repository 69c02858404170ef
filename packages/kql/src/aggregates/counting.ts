import { sql } from '../sql/sql'
import { type AggregateEntry, aggregate } from './entry'

export const COUNTING_AGGREGATES: readonly AggregateEntry[] = [
  aggregate('count(value?: any): long', 'Number of rows.', { columnName: () => 'count_', sql: () => sql`count(*)` }),
  aggregate('countif(condition: bool): long', 'Number of rows for which a condition is true.', {
    sql: ([test]) => sql`count(*) FILTER (${test!})`,
  }),
  aggregate('dcount(value: any, accuracy?: long): long', 'Number of distinct values.', {
    sql: ([value]) => sql`count(DISTINCT ${value!})`,
  }),
  aggregate(
    'dcountif(value: any, condition: bool, accuracy?: long): long',
    'Number of distinct values among the rows for which a condition is true.',
    {
      sql: ([value, test]) => sql`count(DISTINCT ${value!}) FILTER (${test!})`,
    },
  ),
  aggregate('count_distinct(value: any): long', 'Number of distinct values.', {
    sql: ([value]) => sql`count(DISTINCT ${value!})`,
  }),
  aggregate(
    'count_distinctif(value: any, condition: bool): long',
    'Number of distinct values among the rows for which a condition is true.',
    {
      sql: ([value, test]) => sql`count(DISTINCT ${value!}) FILTER (${test!})`,
    },
  ),
]
