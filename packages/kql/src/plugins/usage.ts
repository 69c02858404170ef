import { type Binder, UNORDERED } from '../binding/binder'
import { convert } from '../binding/convert'
import type { Column, Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import { isNumeric, type KqlType } from '../types'
import { columnOf, type Plugin } from './plugin'

/** Plugins that count users, or other ids, in windows of time. */
export const USAGE_PLUGINS: readonly Plugin[] = [
  {
    name: 'sliding_window_counts',
    doc: 'Number of rows and of distinct ids in the time before each bin.',
    example:
      "datatable(user: string, day: long)['a', 1, 'b', 2] | evaluate sliding_window_counts(user, day, 1, 3, 2, 1)",
    apply: (input, call, binder) => {
      const frame = frameOf(input, call, ['lookback', 'bin'], binder)
      const [lookback, bin] = frame.spans as [Sql, Sql]
      const bins = sql`(${lookback} // ${bin})`
      const index = indexOf(frame, bin)
      const windows = sql`unnest(range(greatest(${index}, 0), least(${index} + ${bins}, (${frame.end} - ${frame.start}) // ${bin} + 1)))`
      const isInside = sql`${frame.time} >= ${frame.start} - ${lookback} AND ${frame.time} <= ${frame.end}`
      const rows = sql`SELECT ${frame.listed(windows)} FROM ${frame.from} WHERE ${isInside}`
      return counted(
        frame,
        bin,
        [
          ['Count', sql`count(*)`],
          ['Dcount', sql`count(DISTINCT id)`],
        ],
        rows,
        binder,
      )
    },
  },
  {
    name: 'activity_counts_metrics',
    doc: 'Number of rows, of distinct ids, of new ids, and of all ids so far, for each window of time.',
    example:
      "datatable(user: string, day: long)['a', 1, 'b', 2] | evaluate activity_counts_metrics(user, day, 1, 3, 1)",
    apply: (input, call, binder) => {
      const frame = frameOf(input, call, ['window'], binder)
      const [bin] = frame.spans as [Sql]
      const isInside = sql`${frame.time} BETWEEN ${frame.start} AND ${frame.end}`
      const rows = sql`SELECT ${frame.listed(indexOf(frame, bin))} FROM ${frame.from} WHERE ${isInside}`
      const partition = joinSql([...frame.dimensions.map(({ id }) => id), sql`id`])
      const marked = sql`SELECT *, min(i) OVER (PARTITION BY ${partition}) = i AS is_new FROM (${rows})`
      const isNew = sql`count(DISTINCT CASE WHEN is_new THEN id END)`
      const by =
        frame.dimensions.length === 0 ? sql`` : sql`PARTITION BY ${joinSql(frame.dimensions.map(({ id }) => id))} `
      return counted(
        frame,
        bin,
        [
          ['count', sql`count(*)`],
          ['dcount', sql`count(DISTINCT id)`],
          ['new_dcount', isNew],
          ['aggregated_dcount', sql`sum(${isNew}) OVER (${by}ORDER BY i)::BIGINT`],
        ],
        marked,
        binder,
      )
    },
  },
]

// --- helpers, in order of use ---

interface Frame {
  readonly from: Sql
  readonly time: Sql
  readonly timeline: Column
  readonly start: Sql
  readonly end: Sql
  /** The arguments after the start and the end. */
  readonly spans: readonly Sql[]
  readonly dimensions: readonly Column[]
  /** Returns the list of a SELECT: the index of the bin, the id and the dimensions. */
  readonly listed: (index: Sql) => Sql
}

/**
 * Reads the id, the timeline, the start, the end, the lengths of windows, and the dimensions. If the start and the end are left
 * out, all rows count, and the first window is the one of the first row.
 */
export function frameOf(
  input: Relation,
  call: Call,
  lengths: readonly string[],
  binder: Binder,
  hasRange = true,
): Frame {
  const values = call.args.map(({ value }) => value)
  const names = ['id', 'timeline', ...(hasRange ? ['start', 'end'] : []), ...lengths]
  if (values.length < names.length)
    throw new KqlError('ARGUMENTS', call, `${call.name}() takes ${names.join(', ')}, and columns to group by.`)
  const id = columnOf(values[0], input, call)
  const timeline = columnOf(values[1], input, call)
  if (timeline.type !== 'datetime' && timeline.type !== 'long' && timeline.type !== 'int')
    throw new KqlError('TYPE', values[1]!, `The timeline is a datetime or a long, not a ${timeline.type}.`)
  const step = timeline.type === 'datetime' ? 'timespan' : 'long'
  const dimensions = values.slice(names.length).map((value) => columnOf(value, input, call))
  const time = boundColumn(timeline).sql
  const spans = lengths.map((_, index) => constant(values[names.length - lengths.length + index]!, step, binder))
  const limit = (index: number) => constant(values[index]!, step === 'timespan' ? 'datetime' : 'long', binder)
  return {
    from: input.from,
    time,
    timeline,
    start: hasRange ? limit(2) : sql`(SELECT min(${time} - ${time} % ${spans[0]!}) FROM ${input.from})`,
    end: hasRange ? limit(3) : sql`(SELECT max(${time}) FROM ${input.from})`,
    spans,
    dimensions,
    listed: (index) => joinSql([sql`${index} AS i`, sql`${id.id} AS id`, ...dimensions.map((one) => one.id)]),
  }
}

function constant(expression: Expression, type: KqlType, binder: Binder): Sql {
  const bound = binder.value(expression)
  if (bound.type !== type && !(isNumeric(bound.type) && type === 'long'))
    throw new KqlError('TYPE', expression, `Expected a ${type}, got a ${bound.type}.`)
  return convert(bound, type)
}

/** The number of the bin of a row. It is negative before the start. */
export function indexOf({ time, start }: Frame, bin: Sql): Sql {
  return sql`floor((${time} - ${start}) / ${bin})::BIGINT`
}

/** Returns a row for each bin and each combination of dimensions. */
export function counted(
  { timeline, start, dimensions }: Frame,
  bin: Sql,
  counts: readonly (readonly [name: string, value: Sql])[],
  rows: Sql,
  binder: Binder,
): Relation {
  const time = { name: timeline.name, type: timeline.type, id: binder.ctes.column() }
  const columns = counts.map(([name]) => ({ name, type: 'long', id: binder.ctes.column() }) as const)
  const list = [
    sql`${start} + i * ${bin} AS ${time.id}`,
    ...dimensions.map(({ id }) => id),
    ...counts.map(([, value], index) => sql`${value} AS ${columns[index]!.id}`),
  ]
  const by = joinSql([sql`i`, ...dimensions.map(({ id }) => id)])
  const from = binder.ctes.add(sql`SELECT ${joinSql(list)} FROM (${rows}) GROUP BY ${by} ORDER BY ${by}`)
  return { from, columns: [time, ...dimensions, ...columns], ...UNORDERED }
}
