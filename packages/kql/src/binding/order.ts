import { joinSql, type Sql, sql } from '../sql/sql'
import type { OrderKey, Relation } from './relation'

/** Returns `PARTITION BY … ORDER BY …` for a window over the rows of a relation. */
export function window({ partition, order }: Relation): Sql {
  return partition === undefined ? orderBy(order) : sql`PARTITION BY ${partition} ${orderBy(order)}`
}

/** Returns `ORDER BY …`, or nothing if there are no keys. */
export function orderBy(order: readonly OrderKey[]): Sql {
  if (order.length === 0) return sql``
  return sql`ORDER BY ${joinSql(order.map(orderTerm))}`
}

function orderTerm({ id, isDescending, nullsFirst }: OrderKey): Sql {
  return sql`${id} ${isDescending ? sql`DESC` : sql`ASC`} NULLS ${nullsFirst ? sql`FIRST` : sql`LAST`}`
}
