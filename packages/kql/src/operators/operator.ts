import type { Binder } from '../binding/binder'
import type { Relation } from '../binding/relation'
import { KqlError, type Span } from '../errors'
import type { Sql } from '../sql/sql'
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

/** Applies a step. Its content is the function that the `read` of its operator returned. */
export function applyStep({ content }: Step, input: Relation, binder: Binder): Relation {
  return (content as Apply)(input, binder)
}

/** Applies the steps to each partition separately. Rejects operators that can only be applied to all rows. */
export function applyWithin(partition: Sql, steps: readonly Step[], input: Relation, binder: Binder): Relation {
  let relation = input
  for (const step of steps) {
    relation = applyStep(step, relation, binder)
    if (relation.partition !== partition)
      throw new KqlError('UNSUPPORTED', step, `${step.name} is not supported within mv-apply and partition.`)
  }
  return relation
}

export function openSource({ content }: Source, binder: Binder): Relation {
  return (content as ReturnType<SourceOperator['read']>)(binder)
}
