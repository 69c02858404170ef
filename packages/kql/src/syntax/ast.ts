import type { Span } from '../errors'
import type { KqlType } from '../types'

/** A scalar expression. Also a tabular one in places where both are allowed. */
export type Expression =
  | Literal
  | Name
  | Member
  | Index
  | Call
  | Negation
  | Binary
  | Logical
  | Arithmetic
  | Between
  | Membership
  | Star
  | Pipeline
  | FunctionLiteral
  | TypeLiteral

/** The value of a dynamic literal is its JSON. Datetimes and timespans are ticks. Null stands for a null of the type. */
export interface Literal extends Span {
  readonly kind: 'literal'
  readonly type: KqlType
  readonly value: string | number | bigint | boolean | null
}

export interface Name extends Span {
  readonly kind: 'name'
  readonly name: string
}

/** `base.name` */
export interface Member extends Span {
  readonly kind: 'member'
  readonly base: Expression
  readonly name: string
}

/** `base[index]` */
export interface Index extends Span {
  readonly kind: 'index'
  readonly base: Expression
  readonly index: Expression
}

export interface Call extends Span {
  readonly kind: 'call'
  readonly name: string
  readonly nameSpan: Span
  readonly args: readonly Argument[]
}

export interface Argument {
  /** The name in `f(name = value)`. */
  readonly name?: string
  readonly value: Expression
}

/** `-value` */
export interface Negation extends Span {
  readonly kind: 'negation'
  readonly value: Expression
}

/** A comparison of two values or an operator on strings. */
export interface Binary extends Span {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}

/** A chain of `and` or `or`. It is flat, because generated queries may have thousands of terms. */
export interface Logical extends Span {
  readonly kind: 'logical'
  readonly operator: 'and' | 'or'
  readonly terms: readonly Expression[]
}

/** A chain of operators of the same precedence, from left to right. */
export interface Arithmetic extends Span {
  readonly kind: 'arithmetic'
  readonly first: Expression
  readonly rest: readonly { readonly operator: string; readonly value: Expression }[]
}

/** `value between (from .. to)` */
export interface Between extends Span {
  readonly kind: 'between'
  readonly isNegated: boolean
  readonly value: Expression
  readonly from: Expression
  readonly to: Expression
}

/** `value in (items)`, `has_any (items)` and the like. */
export interface Membership extends Span {
  readonly kind: 'membership'
  readonly operator: string
  readonly value: Expression
  readonly items: readonly Expression[]
}

/** `typeof(long)` */
export interface TypeLiteral extends Span {
  readonly kind: 'type'
  readonly type: KqlType
}

export interface Star extends Span {
  readonly kind: 'star'
}

export interface Pipeline extends Span {
  readonly kind: 'pipeline'
  readonly source: Expression | Source
  readonly steps: readonly Step[]
}

/** The beginning of a pipeline that is not a name, such as `print` or `datatable`. */
export interface Source extends Span {
  readonly kind: 'source'
  readonly name: string
  /** What the operator read. Only the operator knows its type. */
  readonly content: unknown
}

/** An operator after a `|`, with its arguments. */
export interface Step extends Span {
  readonly name: string
  /** What the operator read. Only the operator knows its type. */
  readonly content: unknown
}

/** `(parameters) { body }`, or `view () { body }` */
export interface FunctionLiteral extends Span {
  readonly kind: 'function'
  /** Whether it matches a wildcard of `union`. */
  readonly isView: boolean
  readonly parameters: readonly Parameter[]
  readonly body: Query
}

export interface Parameter {
  readonly name: string
  /** A scalar type, or the columns of a tabular parameter. */
  readonly type: KqlType | 'table'
  readonly defaultValue?: Expression
}

export interface Let extends Span {
  readonly name: string
  readonly value: Expression
}

/** The statements of a query or of the body of a function. */
export interface Query {
  readonly lets: readonly Let[]
  readonly result: Expression | undefined
}

/** An expression with the names of its columns: `name = value`, `(a, b) = value` or `value`. */
export interface NamedExpression {
  readonly names: readonly string[]
  readonly value: Expression
  readonly span: Span
}
