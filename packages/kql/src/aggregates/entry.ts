import type { Bound } from '../binding/bound'
import type { InputRow } from '../binding/row'
import { type ParameterSpec, parseSignature } from '../functions/entry'
import type { Sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import { type KqlType, typeNamed } from '../types'

export interface AggregateContext {
  readonly args: readonly Bound[]
  readonly call: Call
  /** The input of the operator, for values that are computed before the rows are grouped. */
  readonly row: InputRow
  /** ` ORDER BY …` for aggregates whose result depends on the order of the rows. */
  readonly order: Sql
}

export interface AggregateEntry {
  readonly name: string
  readonly signature: string
  readonly oldNames: readonly string[]
  readonly parameters: readonly ParameterSpec[]
  readonly returns: KqlType | 'first' | ((args: readonly Bound[]) => KqlType)
  /** The prefix of the column's name if the query gives none, such as `sum_`. */
  readonly prefix: string
  readonly sql: (args: readonly Sql[], context: AggregateContext) => Sql
  readonly doc: string
}

type Details = Pick<AggregateEntry, 'sql'> & Partial<Pick<AggregateEntry, 'oldNames' | 'prefix' | 'returns'>>

export function aggregate(signature: string, doc: string, details: Details): AggregateEntry {
  const { name, parameters, returns } = parseSignature(signature)
  return {
    name,
    signature,
    parameters,
    returns: typeNamed(returns) ?? 'first',
    oldNames: [],
    prefix: name,
    doc,
    ...details,
  }
}
