import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import { impliedName } from '../binding/names'
import type { InputRow } from '../binding/row'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import type { KqlType } from '../types'
import { percentileList, weightedPercentile } from './numbers'

export interface AggregateColumn {
  readonly name: string | undefined
  readonly type: KqlType
  readonly sql: Sql
  readonly isRaw?: boolean
}

/** Returns the columns of an aggregate that has several, such as `arg_max(timestamp, *)`. */
export function columnAggregate(
  call: Call,
  row: InputRow,
  binder: Binder,
  keys: readonly string[],
): readonly AggregateColumn[] {
  switch (call.name) {
    case 'arg_max':
    case 'argmax':
      return extremeRow(sql`arg_max`, call, row, binder, keys)
    case 'arg_min':
    case 'argmin':
      return extremeRow(sql`arg_min`, call, row, binder, keys)
    case 'percentiles':
    case 'percentilesw':
      return percentiles(call, row, binder)
    default:
      return anyRow(call, row, binder, keys)
  }
}

// --- helpers, in order of use ---

interface Named {
  readonly name: string | undefined
  readonly bound: Bound
}

/** The values of the arguments. `*` stands for all columns except the keys and the columns named before it. */
function valuesOf(
  expressions: readonly Expression[],
  row: InputRow,
  binder: Binder,
  keys: readonly string[],
): readonly Named[] {
  const named: Named[] = []
  for (const value of expressions) {
    if (value.kind !== 'star') {
      named.push({ name: impliedName(value), bound: binder.bind(value, row) })
      continue
    }
    for (const { name } of row.relation.columns) {
      if (!keys.includes(name) && !named.some((one) => one.name === name))
        named.push({ name, bound: row.column(name)! })
    }
  }
  return named
}

function stored({ raw, sql: value }: Bound): Sql {
  return raw ?? value
}

function column({ name, bound }: Named, text: Sql): AggregateColumn {
  const isRaw = bound.raw !== undefined
  return {
    name,
    type: bound.type,
    sql: bound.type === 'string' ? sql`coalesce(${text}, '')` : text,
    ...(isRaw && { isRaw }),
  }
}

/**
 * The values of the row with the largest or smallest value. They are packed into a struct, because DuckDB's `arg_max` skips
 * rows whose value is null.
 */
function extremeRow(
  name: Sql,
  call: Call,
  row: InputRow,
  binder: Binder,
  keys: readonly string[],
): readonly AggregateColumn[] {
  const [first, ...rest] = valuesOf(
    call.args.map(({ value }) => value),
    row,
    binder,
    keys,
  )
  if (first === undefined)
    throw new KqlError(
      'ARGUMENTS',
      call,
      `${call.name}() needs a value to compare, and the columns to return from its row.`,
    )
  const by = stored(row.once(first.bound))
  const extreme = name === 'arg_max' ? sql`max(${by})` : sql`min(${by})`
  if (rest.length === 0) return [column(first, extreme)]
  const fields = rest.map(({ bound }, index) => sql`f${index} := ${stored(bound)}`)
  const packed = sql`${name}(struct_pack(${joinSql(fields)}), ${by})`
  return [column(first, extreme), ...rest.map((one, index) => column(one, sql`(${packed}).f${index}`))]
}

function percentiles(call: Call, row: InputRow, binder: Binder): readonly AggregateColumn[] {
  const isWeighted = call.name === 'percentilesw'
  const values = call.args.map(({ value }) => binder.bind(value, row))
  const [first] = values
  const shares = values.slice(isWeighted ? 2 : 1)
  if (first === undefined || shares.length === 0)
    throw new KqlError('ARGUMENTS', call, `${call.name}() needs a value and percentages.`)
  const value = row.once(first)
  const name = impliedName(call.args[0]!.value) ?? ''
  // DuckDB computes the same aggregate only once.
  const all = isWeighted ? sql`` : percentileList(value, shares, call)
  const type = first.type === 'int' ? 'long' : first.type === 'dynamic' ? 'real' : first.type
  return shares.map((share, index) => ({
    name: `percentile_${name}_${String(share.value).replace('.', '_')}`,
    type,
    sql: isWeighted ? weightedPercentile(value, row.once(values[1]!).sql, share.sql) : sql`${all}[${index + 1}]`,
  }))
}

function anyRow(call: Call, row: InputRow, binder: Binder, keys: readonly string[]): readonly AggregateColumn[] {
  const isConditional = call.name.endsWith('if')
  const expressions = call.args.map(({ value }) => value)
  const condition = isConditional ? binder.bind(expressions.pop()!, row) : undefined
  const filter = condition === undefined ? sql`` : sql` FILTER (${condition.sql})`
  const isOld = call.name.startsWith('any')
  return valuesOf(expressions, row, binder, keys).map((one) => {
    const value = one.bound.type === 'string' ? sql`nullif(${one.bound.sql}, '')` : stored(one.bound)
    const named = isOld && expressions[0]?.kind !== 'star' ? { ...one, name: `any_${one.name ?? ''}` } : one
    return column(named, sql`any_value(${value})${filter}`)
  })
}
