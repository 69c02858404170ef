import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { orderBy, window } from '../binding/order'
import type { Row } from '../binding/row'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import { isNumeric } from '../types'
import { type CallContext, type FunctionEntry, scalar } from './entry'

export const WINDOW_FUNCTIONS: readonly FunctionEntry[] = [
  neighbour('prev', sql`lag`, 'The value of an earlier row.', ['prev(1)', 'null']),
  neighbour('next', sql`lead`, 'The value of a later row.', ['next(1)', 'null']),
  scalar(
    'row_number(start?: long, restart?: bool): long',
    'Number of the row, from 1. Starts again if a condition is true.',
    {
      sql: ([start, restart], { call, row }) =>
        sql`(row_number() OVER (${over(restart, row, call)}) - 1 + ${start ?? sql`1`})`,
      example: ['row_number()', '1'],
    },
  ),
  scalar(
    'row_cumsum(term: number, restart?: bool): real',
    'Sum of the values up to the row. Starts again if a condition is true.',
    {
      returns: 'first',
      sql: ([term, restart], { args: [bound], call, row }) => {
        const sum = sql`sum(coalesce(${term!}, 0)) OVER (${over(restart, row, call)} ROWS UNBOUNDED PRECEDING)`
        return sql`(${sum})::${bound!.type === 'real' || bound!.type === 'decimal' ? sql`DOUBLE` : sql`BIGINT`}`
      },
      example: ['row_cumsum(2)', '2'],
    },
  ),
  scalar('row_rank_dense(term: any, restart?: bool): long', 'Number of distinct values up to the row.', {
    deprecatedNames: ['row_rank'],
    repeats: true,
    sql: ([term, restart], { call, row }) => {
      const changed = changes(term!, restart, row, call)
      return sql`sum(${changed}) OVER (${over(restart, row, call)} ROWS UNBOUNDED PRECEDING)::BIGINT`
    },
    example: ['row_rank_dense(2)', '1'],
  }),
  scalar('row_rank_min(term: any, restart?: bool): long', 'Number of the first row that has the same value.', {
    repeats: true,
    sql: ([term, restart], { call, row }) => {
      const changed = changes(term!, restart, row, call)
      const number = row.computeOnce({
        type: 'long',
        sql: sql`row_number() OVER (${over(restart, row, call)})`,
        isConstant: false,
      }).sql
      return sql`max(CASE WHEN ${changed} = 1 THEN ${number} END) OVER (${over(restart, row, call)} ROWS UNBOUNDED PRECEDING)`
    },
    example: ['row_rank_min(2)', '1'],
  }),
]

// --- helpers, in order of use ---

/** 1 if the value differs from that of the previous row, else 0. */
function changes(term: Sql, restart: Sql | undefined, row: Row, call: Call): Sql {
  const isFirst = sql`row_number() OVER (${over(restart, row, call)}) = 1`
  const differs = sql`${term} IS DISTINCT FROM lag(${term}) OVER (${over(restart, row, call)})`
  return row.computeOnce({
    type: 'long',
    sql: sql`CASE WHEN ${isFirst} OR ${differs} THEN 1 ELSE 0 END`,
    isConstant: false,
  }).sql
}

function neighbour(name: string, duckDb: Sql, doc: string, example: FunctionEntry['example']): FunctionEntry {
  return scalar(`${name}(value: any, offset?: long, default?: any): any`, doc, {
    sql: (args, context) => shifted(duckDb, args, context),
    example,
  })
}

function shifted(duckDb: Sql, [value, offset]: readonly Sql[], { args, call, row }: CallContext): Sql {
  const [bound, , otherwise] = args
  if (args[1] !== undefined && args[1].value === undefined)
    throw new KqlError('ARGUMENTS', call, `The offset of ${call.name}() must be a constant.`)
  if (otherwise !== undefined && otherwise.value === undefined)
    throw new KqlError('ARGUMENTS', call, `The default of ${call.name}() must be a constant.`)
  const type = bound!.type
  const mixes = otherwise !== undefined && otherwise.type !== type && !(isNumeric(otherwise.type) && isNumeric(type))
  if (mixes)
    throw new KqlError(
      'TYPE',
      call,
      `The default of ${call.name}() is a ${otherwise.type}, but the value is a ${type}.`,
    )
  const fallback = otherwise === undefined ? nullOf(type) : convert(otherwise, type)
  return sql`${duckDb}(${value!}, ${offset ?? sql`1`}, ${fallback}) OVER (${over(undefined, row, call)})`
}

/** The window over the rows in their order. With a condition, the window restarts at each row for which it is true. */
function over(restart: Sql | undefined, row: Row, call: Call): Sql {
  const { relation } = row
  if (!relation.isSerialized)
    throw new KqlError('NOT_SERIALIZED', call, `${call.name}() needs ordered rows. Add sort or serialize before it.`)
  if (restart === undefined) return window(relation)
  const flag = row.computeOnce({ type: 'long', sql: sql`CASE WHEN ${restart} THEN 1 ELSE 0 END`, isConstant: false })
  const sum = sql`sum(${flag.sql}) OVER (${window(relation)} ROWS UNBOUNDED PRECEDING)`
  const group = row.computeOnce({ type: 'long', sql: sum, isConstant: false })
  const partition = relation.partition === undefined ? group.sql : sql`${relation.partition}, ${group.sql}`
  return sql`PARTITION BY ${partition} ${orderBy(relation.order)}`
}
