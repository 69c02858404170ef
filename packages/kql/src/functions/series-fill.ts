import { convert } from '../binding/convert'
import { type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'
import { areIntegers, numbersJson, seriesNumbers } from './series-elements'

/**
 * Functions that replace the missing elements of a series. Missing elements are nulls, unless the caller passes another value
 * that marks them.
 */
export const SERIES_FILL_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'series_fill_const(series: dynamic, value: any, missing?: any): dynamic',
    'The series with missing elements replaced by a value.',
    {
      repeats: true,
      implies: 'first',
      sql: ([s], context) => {
        const list = withNulls(s!, 2, context)
        return numbersJson(sql`list_transform(${list}, x -> coalesce(x, ${convert(context.args[1]!, 'real')}))`)
      },
      example: ['series_fill_const(dynamic([1, null]), 0)', '[1,0]'],
    },
  ),
  scalar(
    'series_fill_forward(series: dynamic, missing?: any): dynamic',
    'The series with each missing element replaced by the last one before it.',
    {
      repeats: true,
      implies: 'first',
      sql: ([s], context) => numbersJson(forward(withNulls(s!, 1, context))),
      example: ['series_fill_forward(dynamic([null, 1, null, 2]))', '[null,1,1,2]'],
    },
  ),
  scalar(
    'series_fill_backward(series: dynamic, missing?: any): dynamic',
    'The series with each missing element replaced by the next one.',
    {
      repeats: true,
      implies: 'first',
      sql: ([s], context) => numbersJson(backward(withNulls(s!, 1, context))),
      example: ['series_fill_backward(dynamic([1, null, 2, null]))', '[1,2,2,null]'],
    },
  ),
  scalar(
    'series_fill_linear(series: dynamic, missing?: any, edges?: bool, constant?: any): dynamic',
    'The series with missing elements replaced by linear interpolation, and a constant if all are missing.',
    {
      repeats: true,
      implies: 'first',
      sql: ([s, , edges = sql`true`], context) => {
        const list = withNulls(s!, 1, context)
        const constant = context.args[3] === undefined ? sql`0` : convert(context.args[3], 'real')
        const all = sql`list_transform(${list}, x -> ${constant})`
        return numbersJson(
          sql`CASE WHEN list_count(${list}) = 0 THEN ${all} ELSE ${linear(list, s!, edges, context)} END`,
        )
      },
      example: ['series_fill_linear(dynamic([1, null, 3, null]))', '[1,2,3,3]'],
    },
  ),
]

// --- helpers, in order of use ---

/** The numbers of a series, with null for missing elements. */
function withNulls(series: Sql, parameter: number, { args, row }: CallContext): Sql {
  const list = seriesNumbers(series, row)
  const missing = args[parameter]
  if (missing === undefined || missing.value === null) return list
  const placeholder = convert(missing, 'real')
  return row.computeOnce({
    type: 'dynamic',
    sql: sql`list_transform(${list}, x -> nullif(x, ${placeholder}))`,
    isConstant: false,
  }).sql
}

function forward(list: Sql): Sql {
  const filled = sql`list_reduce(list_prepend([]::DOUBLE[], list_transform(${list}, x -> [x])), (a, x) -> list_append(a, coalesce(x[1], a[-1])))`
  return sql`CASE WHEN ${list} IS NOT NULL THEN ${filled} END`
}

function backward(list: Sql): Sql {
  return sql`list_reverse(${forward(sql`list_reverse(${list})`)})`
}

/** Interpolates missing elements. In a series of integers, the interpolated elements are integers. */
function linear(list: Sql, series: Sql, edges: Sql, { row }: CallContext): Sql {
  const computeOnce = (value: Sql) => row.computeOnce({ type: 'dynamic', sql: value, isConstant: false }).sql
  const positions = sql`list_transform(${list}, (x, i) -> CASE WHEN x IS NOT NULL THEN i::DOUBLE END)`
  const [before, after] = [computeOnce(forward(positions)), computeOnce(backward(positions))]
  const [low, high] = [computeOnce(forward(list)), computeOnce(backward(list))]
  const line = sql`${low}[i] + (${high}[i] - ${low}[i]) * (i - ${before}[i]) / (${after}[i] - ${before}[i])`
  const between = sql`CASE WHEN ${areIntegers(series)} THEN trunc(${line}) ELSE ${line} END`
  const edge = sql`CASE WHEN ${edges} THEN coalesce(${low}[i], ${high}[i]) END`
  return sql`list_transform(${list}, (x, i) -> coalesce(x, ${between}, ${edge}))`
}
