import type { Bound } from '../binding/bound'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import { type AggregateColumn, type AggregateEntry, type ColumnsContext, columnsAggregate } from './entry'

/** Aggregates that choose the values of one row. */
export const CHOOSING_AGGREGATES: readonly AggregateEntry[] = [
  columnsAggregate('arg_max(value: any, ...columns: any): any', 'The largest value, and columns of its row.', {
    columns: (call, context) => extremeRow(sql`arg_max`, sql`max`, call, context),
  }),
  columnsAggregate('arg_min(value: any, ...columns: any): any', 'The smallest value, and columns of its row.', {
    columns: (call, context) => extremeRow(sql`arg_min`, sql`min`, call, context),
  }),
  columnsAggregate('argmax(value: any, ...columns: any): any', 'Deprecated. Use arg_max().', {
    columns: (call, context) => prefixed('max', extremeRow(sql`arg_max`, sql`max`, call, context)),
  }),
  columnsAggregate('argmin(value: any, ...columns: any): any', 'Deprecated. Use arg_min().', {
    columns: (call, context) => prefixed('min', extremeRow(sql`arg_min`, sql`min`, call, context)),
  }),
  columnsAggregate('take_any(...columns: any): any', 'Columns of any row, preferring values that are not empty.', {
    columns: (call, context) => anyRow(call, context),
  }),
  columnsAggregate(
    'take_anyif(column: any, condition: bool): any',
    'A column of any row for which a condition is true, preferring values that are not empty.',
    { columns: (call, context) => anyRow(call, context) },
  ),
  columnsAggregate('any(...columns: any): any', 'Deprecated. Use take_any().', {
    columns: (call, context) => renamed('any', call, anyRow(call, context)),
  }),
  columnsAggregate('anyif(column: any, condition: bool): any', 'Deprecated. Use take_anyif().', {
    columns: (call, context) => renamed('anyif', call, anyRow(call, context)),
  }),
]

// --- helpers, in order of use ---

/**
 * The values of the row with the largest or smallest value. They are packed into a struct, because DuckDB's `arg_max` skips
 * rows whose value is null.
 */
function extremeRow(argExtreme: Sql, extreme: Sql, call: Call, context: ColumnsContext): readonly AggregateColumn[] {
  const expressions = call.args.map(({ value }) => value)
  const [first, ...rest] = valuesOf(expressions, context)
  if (first === undefined || first.bound.type === 'dynamic')
    throw new KqlError(
      'ARGUMENTS',
      call,
      `${call.name}() needs a value to compare, such as a number or a datetime, and the columns to return from its row.`,
    )
  const by = stored(context.row.computeOnce(first.bound))
  const named = { ...first, name: first.name ?? `${call.name.replace(/^arg_?/, '')}_` }
  if (rest.length === 0) return [column(named, sql`${extreme}(${by})`)]
  const fields = rest.map(({ bound }, index) => sql`f${index} := ${stored(bound)}`)
  const packed = sql`${argExtreme}(struct_pack(${joinSql(fields)}), ${by})`
  return [column(named, sql`${extreme}(${by})`), ...rest.map((one, index) => column(one, sql`(${packed}).f${index}`))]
}

interface Named {
  readonly name: string | undefined
  readonly bound: Bound
}

/** The values of the arguments. `*` stands for all columns except the keys and the columns named before it. */
function valuesOf(expressions: readonly Expression[], { row, binder, keys, nameOf }: ColumnsContext): readonly Named[] {
  const named: Named[] = []
  for (const value of expressions) {
    if (value.kind !== 'star') {
      named.push({ name: nameOf(value), bound: binder.bind(value, row) })
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

function column({ name, bound }: Named, value: Sql): AggregateColumn {
  return {
    name,
    type: bound.type,
    sql: bound.type === 'string' ? sql`coalesce(${value}, '')` : value,
    ...(bound.raw !== undefined && { isRaw: true }),
    ...(bound.isBoolText === true && { isBoolText: true }),
  }
}

/** The column names of the deprecated functions: `max_a` and `max_a_b`. */
function prefixed(prefix: string, [first, ...rest]: readonly AggregateColumn[]): readonly AggregateColumn[] {
  const name = `${prefix}_${first!.name ?? ''}`
  return [{ ...first!, name }, ...rest.map((one) => ({ ...one, name: `${name}_${one.name ?? ''}` }))]
}

function anyRow(call: Call, context: ColumnsContext): readonly AggregateColumn[] {
  const expressions = call.args.map(({ value }) => value)
  const condition = call.name.endsWith('if') ? context.binder.bind(expressions.pop()!, context.row) : undefined
  const filter = condition === undefined ? sql`` : sql` FILTER (${condition.sql})`
  return valuesOf(expressions, context).map((one) => {
    const value = one.bound.type === 'string' ? sql`nullif(${one.bound.sql}, '')` : stored(one.bound)
    return column(one, sql`any_value(${value})${filter}`)
  })
}

function renamed(prefix: string, call: Call, columns: readonly AggregateColumn[]): readonly AggregateColumn[] {
  if (call.args[0]?.value.kind === 'star') return columns
  return columns.map((one) => ({ ...one, name: `${prefix}_${one.name ?? ''}` }))
}
