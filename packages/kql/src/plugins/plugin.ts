import type { Binder } from '../binding/binder'
import type { Column, Relation } from '../binding/relation'
import { KqlError, type Span } from '../errors'
import type { Call, Expression } from '../syntax/ast'
import type { KqlType } from '../types'

/** A plugin that `evaluate` calls. */
export interface Plugin {
  readonly name: string
  readonly doc: string
  /** An example query. */
  readonly example: string
  /** Applies the plugin. The schema is what the query declares after the call. */
  readonly apply: (input: Relation, call: Call, binder: Binder, schema: OutputSchema | undefined) => Relation
}

/** `: (*, name: long)` after the call of a plugin. */
export interface OutputSchema {
  /** Whether the columns of the input are kept. */
  readonly hasAll: boolean
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[]
}

/** The column that an argument of a plugin names. */
export function columnOf(expression: Expression | undefined, { columns }: Relation, span: Span): Column {
  const column = expression?.kind === 'name' ? columns.find(({ name }) => name === expression.name) : undefined
  if (column === undefined)
    throw new KqlError('ARGUMENTS', expression ?? span, 'The plugin takes the name of a column here.')
  return column
}
