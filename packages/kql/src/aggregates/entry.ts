import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import type { InputRow } from '../binding/row'
import { type ParameterSpec, parseSignature } from '../functions/entry'
import type { Sql } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import { type KqlType, typeNamed } from '../types'

export interface AggregateContext {
  readonly args: readonly Bound[]
  readonly call: Call
  /** The input of the operator, for values that are computed before the rows are grouped. */
  readonly row: InputRow
  /** ` ORDER BY …` for aggregates whose result depends on the order of the rows. */
  readonly order: Sql
}

/** The input of an aggregate with several columns, such as `arg_max(timestamp, *)`, in addition to its call. */
export interface ColumnsContext {
  readonly row: InputRow
  readonly binder: Binder
  /** The columns that the rows are grouped by, which `*` leaves out. */
  readonly keys: readonly string[]
  /** The name that an expression implies for its column. */
  nameOf(expression: Expression): string | undefined
}

export interface AggregateColumn {
  readonly name: string | undefined
  readonly type: KqlType
  readonly sql: Sql
  readonly isRaw?: boolean
  readonly isBoolText?: boolean
}

interface AnyAggregate {
  readonly name: string
  readonly signature: string
  /** Names that still work. */
  readonly deprecatedNames: readonly string[]
  readonly parameters: readonly ParameterSpec[]
  readonly doc: string
  /** The default name of the column, derived from the implied names of the arguments. */
  columnName(names: readonly string[], args: readonly Expression[]): string
}

/** An aggregate with one value. */
export interface ValueAggregate extends AnyAggregate {
  readonly returns: KqlType | 'first' | ((args: readonly Bound[]) => KqlType)
  readonly sql: (args: readonly Sql[], context: AggregateContext) => Sql
}

/** An aggregate with several columns. */
export interface ColumnsAggregate extends AnyAggregate {
  readonly columns: (call: Call, context: ColumnsContext) => readonly AggregateColumn[]
}

export type AggregateEntry = ValueAggregate | ColumnsAggregate

type Details = Partial<Pick<ValueAggregate, 'deprecatedNames' | 'columnName' | 'returns'>> & {
  /** The prefix of the column's name if it is not the name of the function. */
  readonly prefix?: string
}

/** Makes a table entry from a signature such as `sum(value: any): any`. */
export function aggregate(
  signature: string,
  doc: string,
  { prefix, ...details }: Details & Pick<ValueAggregate, 'sql'>,
): ValueAggregate {
  const { name, parameters, returns } = parseSignature(signature)
  return {
    name,
    signature,
    parameters,
    returns: typeNamed(returns) ?? 'first',
    deprecatedNames: [],
    columnName: ([first = '']) => `${prefix ?? name}_${first}`,
    doc,
    ...details,
  }
}

export function columnsAggregate(
  signature: string,
  doc: string,
  details: Pick<ColumnsAggregate, 'columns'> & Partial<Pick<ColumnsAggregate, 'deprecatedNames'>>,
): ColumnsAggregate {
  const { name, parameters } = parseSignature(signature)
  return { name, signature, parameters, deprecatedNames: [], columnName: ([first = '']) => first, doc, ...details }
}
