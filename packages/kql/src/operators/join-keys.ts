import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import { sameType } from '../binding/comparison'
import type { InputRow } from '../binding/row'
import { KqlError, type Span } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'

/** `on a, $left.b == $right.c` */
export function readConditions(parser: Parser): readonly Expression[] {
  parser.expectName('on')
  return parser
    .list(() => parser.expression())
    .flatMap((one) => (one.kind === 'logical' && one.operator === 'and' ? one.terms : [one]))
}

export interface Key {
  readonly left: Bound
  readonly right: Bound
  /** The name of the right column, which a lookup leaves out of its result. */
  readonly rightName: string | undefined
}

export function keyOf(condition: Expression, left: InputRow, right: InputRow, binder: Binder): Key {
  if (condition.kind === 'name') {
    const [a, b] = [left.column(condition.name), right.column(condition.name)]
    if (a === undefined || b === undefined) {
      throw new KqlError(
        'UNKNOWN_COLUMN',
        condition,
        `There is no column ${condition.name} on the ${a === undefined ? 'left' : 'right'} side of the join.`,
      )
    }
    return pair(a, b, condition.name, condition, left)
  }
  if (condition.kind === 'binary' && condition.operator === '==') {
    const sides = [condition.left, condition.right].map((part) => sideOf(part))
    const isSwapped = sides[0] === '$right'
    if (sides.includes('$left') && sides.includes('$right')) {
      const [l, r] = isSwapped ? [condition.right, condition.left] : [condition.left, condition.right]
      const a = left.computeOnce(binder.bind(withoutSide(l), left))
      const b = right.computeOnce(binder.bind(withoutSide(r), right))
      const plain = withoutSide(r)
      return pair(a, b, plain.kind === 'name' ? plain.name : undefined, condition, left)
    }
  }
  throw new KqlError(
    'SYNTAX',
    condition,
    'A condition of a join must be a column of both sides, or $left.a == $right.b.',
  )
}

function pair(a: Bound, b: Bound, rightName: string | undefined, span: Span, row: InputRow): Key {
  if (a.type === 'dynamic' || b.type === 'dynamic') {
    throw new KqlError(
      'TYPE',
      span,
      'A dynamic value cannot be the key of a join. Convert it first, with tostring() or tolong().',
    )
  }
  if (a.raw !== undefined && b.raw !== undefined) {
    return { left: { ...a, sql: a.raw }, right: { ...b, sql: b.raw }, rightName }
  }
  const [l, r] = sameType(a, b, span, row)
  return { left: l, right: r, rightName }
}

function sideOf(expression: Expression): string | undefined {
  if (expression.kind === 'member' || expression.kind === 'index') {
    return expression.base.kind === 'name' ? expression.base.name : sideOf(expression.base)
  }
  if (expression.kind === 'call')
    return expression.args.map(({ value }) => sideOf(value)).find((side) => side !== undefined)
  return undefined
}

/** `$left.a` -> `a` */
function withoutSide(expression: Expression): Expression {
  const { start, end } = expression
  if (expression.kind === 'member' && expression.base.kind === 'name' && expression.base.name.startsWith('$')) {
    return { kind: 'name', name: expression.name, start, end }
  }
  if (
    expression.kind === 'index' &&
    expression.base.kind === 'name' &&
    expression.base.name.startsWith('$') &&
    expression.index.kind === 'literal'
  ) {
    return { kind: 'name', name: String(expression.index.value), start, end }
  }
  if (expression.kind === 'call')
    return { ...expression, args: expression.args.map((one) => ({ ...one, value: withoutSide(one.value) })) }
  return expression
}

/** Null keys are equal. */
export function equal({ left, right }: Key): Sql {
  return left.type === 'string' ? sql`${left.sql} = ${right.sql}` : sql`${left.sql} IS NOT DISTINCT FROM ${right.sql}`
}
