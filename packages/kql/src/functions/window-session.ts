import { orderBy } from '../binding/order'
import type { Row } from '../binding/row'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'

export const WINDOW_SESSION_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'row_window_session(date: any, maxDistanceFromFirst: any, maxDistanceBetween: any, restart?: bool): any',
    'The first value of the session of each row. A session ends if a value is too far from the first or the last one.',
    {
      repeats: true,
      sql: ([date, fromFirst, between, restart = sql`false`], context) => {
        checkTypes(context)
        const { row, binder } = context
        const computeOnce = (value: Sql) => row.computeOnce({ type: 'long', sql: value, isConstant: false }).sql
        const starts = computeOnce(restartOf(restart, row))
        const number = computeOnce(sql`row_number() OVER (${ordered(row)})`)
        const list = sql`SELECT list([{'s': NULL::BIGINT, 'v': ${date!}, 'r': ${starts}}] ORDER BY ${number}) AS l FROM ${row.relation.from}`
        const isFirst = sql`x[1].r OR a[-1].s IS NULL OR x[1].v >= a[-1].s + ${fromFirst!} OR x[1].v >= a[-1].v + ${between!}`
        const next = sql`{'s': CASE WHEN ${isFirst} THEN x[1].v ELSE a[-1].s END, 'v': x[1].v, 'r': false}`
        const all = sql`list_reduce(list_prepend([{'s': NULL::BIGINT, 'v': NULL::BIGINT, 'r': false}], l), (a, x) -> list_append(a, ${next}))`
        const sessions = binder.ctes.add(
          sql`SELECT unnest(l[2:]).s AS h1, unnest(range(1, len(l))) AS h2 FROM (SELECT ${all} AS l FROM (${list}))`,
        )
        return sql`(SELECT h1 FROM ${sessions} WHERE h2 = ${number})`
      },
      example: ['row_window_session(datetime(2021-01-02), 1h, 5m)', '2021-01-02T00:00:00.0000000Z'],
    },
  ),
]

// --- helpers, in order of use ---

function checkTypes({ args: [date, ...distances], call, row }: CallContext): void {
  if (!row.relation.isSerialized)
    throw new KqlError('NOT_SERIALIZED', call, `${call.name}() needs ordered rows. Add sort or serialize before it.`)
  if (date!.type !== 'datetime' || distances.slice(0, 2).some(({ type }) => type !== 'timespan'))
    throw new KqlError('TYPE', call, `${call.name}() expects a datetime and two timespans.`)
}

/** Ends a session at the end of its partition. */
function restartOf(restart: Sql, row: Row): Sql {
  const { partition } = row.relation
  if (partition === undefined) return restart
  return sql`(${restart} OR row_number() OVER (PARTITION BY ${partition} ${orderBy(row.relation.order)}) = 1)`
}

function ordered({ relation: { partition, order } }: Row): Sql {
  const first = partition === undefined ? [] : [{ id: partition, isDescending: false, nullsFirst: true }]
  return orderBy([...first, ...order])
}
