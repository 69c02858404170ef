import type { Binder } from '../binding/binder'
import type { Relation } from '../binding/relation'
import type { Span } from '../errors'
import type { Source, Step } from '../syntax/ast'
import type { Parser } from '../syntax/parser'

/** Applies an operator to the rows before it. */
export type Apply = (input: Relation, binder: Binder) => Relation

/** An operator after a `|`. `read` reads its arguments and returns the function that applies it. */
export interface Operator {
  readonly names: readonly string[]
  readonly doc: string
  /** An example query. */
  readonly example: string
  readonly read: (parser: Parser, span: Span) => Apply
}

/** An operator that begins a pipeline. */
export interface SourceOperator {
  readonly names: readonly string[]
  readonly doc: string
  readonly example: string
  readonly read: (parser: Parser, span: Span) => (binder: Binder) => Relation
}

/** The content of a step is the function that `read` of its operator returned. */
export function applyStep({ content }: Step, input: Relation, binder: Binder): Relation {
  return (content as Apply)(input, binder)
}

export function openSource({ content }: Source, binder: Binder): Relation {
  return (content as ReturnType<SourceOperator['read']>)(binder)
}
