import type { Relation } from '../binding/relation'
import { computed } from '../operators/columns'
import { type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import type { Plugin } from './plugin'
import { counted, frameOf, indexOf } from './usage'

export const activityEngagement: Plugin = {
  name: 'activity_engagement',
  doc: 'Distinct ids in each inner window, in the outer window that ends with it, and the ratio of both.',
  example: "datatable(user: string, day: long)['a', 1, 'b', 2] | evaluate activity_engagement(user, day, 1, 3, 1, 2)",
  apply: (input, call, binder) => {
    const frame = frameOf(input, call, ['inner window', 'outer window'], binder, hasRange(call, input))
    const [inner, outer] = frame.spans as [Sql, Sql]
    const own = indexOf(frame, inner)
    const windows = sql`unnest(range(${own}, ${own} + ${outer} // ${inner}))`
    const isInside = sql`${frame.time} BETWEEN ${frame.start} AND ${frame.end}`
    const rows = sql`SELECT ${frame.listed(windows)}, ${own} AS own FROM ${frame.from} WHERE ${isInside}`
    const counts = counted(
      frame,
      inner,
      [
        ['dcount_activities_inner', sql`count(DISTINCT CASE WHEN own = i THEN id END)`],
        ['dcount_activities_outer', sql`count(DISTINCT id)`],
      ],
      rows,
      binder,
    )
    // A window without rows of its own is left out.
    const [time, ...others] = counts.columns
    const [engaged, all] = others.slice(-2)
    const ratio = computed('activity_ratio', 'real', sql`${engaged!.id} / ${all!.id}::DOUBLE`, binder)
    const columns = [time!, engaged!, all!, ratio, ...others.slice(0, -2)]
    return binder.select(binder.over(counts), columns, sql` WHERE ${engaged!.id} > 0`)
  },
}

// --- helpers ---

/** Whether the start and the end are given. Without them, the fifth argument is a column to group by. */
function hasRange({ args }: Call, { columns }: Relation): boolean {
  const fifth = args[4]?.value
  return args.length > 5 && !(fifth?.kind === 'name' && columns.some(({ name }) => name === fifth.name))
}
