import { KqlError, type Span } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { otherName, suggestion } from '../suggestion'
import type { Binary, Expression, Index, Literal, Logical } from '../syntax/ast'
import { isNumeric } from '../types'
import { bindArithmetic } from './arithmetic'
import type { Binder } from './binder'
import type { Bound } from './bound'
import { bindCall } from './call'
import { bindBetween, bindComparison } from './comparison'
import { toBoolean } from './convert-number'
import { literal } from './literals'
import { bindMembership } from './membership'
import type { Row } from './row'
import { bindStringOperator, isStringOperator } from './string-operators'
import { toText } from './text'

/** Binds an expression: resolves its names, and returns its SQL and type. */
export function bindExpression(expression: Expression, row: Row, binder: Binder): Bound {
  const bind = (part: Expression) => bindExpression(part, row, binder)
  switch (expression.kind) {
    case 'literal':
      return literal(expression.type, checkedValue(expression))
    case 'name':
      return bindName(expression.name, expression, row, binder)
    case 'member': {
      const qualified =
        expression.base.kind === 'name' ? row.column(`${expression.base.name}.${expression.name}`) : undefined
      if (qualified !== undefined) return qualified
      return extend(bind(expression.base), `."${expression.name}"`, expression)
    }
    case 'index':
      return bindIndex(expression, bind(expression.base), bind(expression.index))
    case 'call':
      return bindCall(expression, row, binder)
    case 'negation':
      return negate(bind(expression.value), expression)
    case 'logical':
      return bindLogical(expression, row, bind)
    case 'arithmetic':
      return bindArithmetic(expression, row, bind)
    case 'binary':
      if (expression.operator === ':')
        throw new KqlError('SYNTAX', expression, 'Only search has the operator `:`. Use has instead.')
      if (expression.left.kind === 'star') return bindAnyColumn(expression, row, bind)
      return isStringOperator(expression.operator)
        ? bindStringOperator(expression, row, bind, binder)
        : bindComparison(expression.operator, bind(expression.left), bind(expression.right), expression, row)
    case 'between':
      return bindBetween(expression, row, bind)
    case 'membership':
      return bindMembership(expression, row, binder)
    case 'star':
      throw new KqlError(
        'SYNTAX',
        expression,
        '* is only allowed in count(), arg_max(), take_any(), distinct and search.',
      )
    case 'pipeline':
      throw new KqlError(
        'TYPE',
        expression,
        'Expected a value, got a table. Use toscalar() for the first value of a table.',
      )
    case 'type':
      return literal('string', expression.type)
    case 'function':
      throw new KqlError('SYNTAX', expression, 'A function can only be defined by let.')
  }
}

/** Returns the SQL condition of a bool. */
export function bindPredicate(expression: Expression, row: Row, binder: Binder): Sql {
  return condition(bindExpression(expression, row, binder), expression, row)
}

// --- helpers, in order of use ---

/** `* has 'x'` searches all columns. */
function bindAnyColumn(expression: Binary, row: Row, bind: (part: Expression) => Bound): Bound {
  const { start, end } = expression
  const terms = row.relation.columns.map(
    ({ name }): Expression => ({ ...expression, left: { kind: 'name', name, start, end } }),
  )
  return bindLogical({ kind: 'logical', operator: 'or', terms, start, end }, row, bind)
}

/**
 * Rejects a number above the largest long, even after a `-`, which is an operator here. Only the cells of `datatable` have
 * signs.
 */
function checkedValue({ type, value, ...span }: Literal): Literal['value'] {
  if ((type === 'long' || type === 'int') && value !== null && (value as bigint) > 2n ** 63n - 1n) {
    throw new KqlError('TYPE', span, 'The number is larger than a long. Write it as a real or a decimal.')
  }
  return value
}

function bindName(name: string, span: Span, row: Row, binder: Binder): Bound {
  const column = row.column(name)
  if (column !== undefined) return column
  const found = binder.scope.find(name)
  if (found?.kind === 'scalar') return found.value
  if (found !== undefined) throw new KqlError('TYPE', span, `${name} is a ${found.kind}, not a value.`)
  const visible = row.relation.columns.map((one) => one.name)
  const hint =
    otherName(name, visible, binder.options.schema) || suggestion(name, [...visible, ...binder.scope.names()])
  const list =
    visible.length === 0 || hint !== ''
      ? ''
      : ` The columns are ${visible.slice(0, 12).join(', ')}${visible.length > 12 ? ', …' : ''}.`
  throw new KqlError('UNKNOWN_COLUMN', span, `There is no column ${name} here.${hint}${list}`)
}

function bindIndex({ index: { start, end } }: Index, base: Bound, index: Bound): Bound {
  const span = { start, end }
  if (typeof index.value === 'string') return extend(base, `."${escapeKey(index.value)}"`, span)
  if (typeof index.value === 'bigint') return extend(base, element(index.value), span)
  if (base.type !== 'dynamic') throw notDynamic(base, span)
  const isConstant = base.isConstant && index.isConstant
  if (index.type === 'int' || index.type === 'long') {
    const at = sql`'$[' || CASE WHEN ${index.sql} < 0 THEN '#' ELSE '' END || (${index.sql})::VARCHAR || ']'`
    return { type: 'dynamic', sql: sql`json_extract(${base.sql}, ${at})`, isConstant }
  }
  const key = sql`'$."' || replace(replace(${toText(index)}, '\\', '\\\\'), '"', '\\"') || '"'`
  return { type: 'dynamic', sql: sql`json_extract(${base.sql}, ${key})`, isConstant }
}

function element(index: bigint): string {
  return index < 0n ? `[#${index}]` : `[${index}]`
}

function escapeKey(key: string): string {
  return key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

/** Adds a member or an element to a path. */
function extend(base: Bound, part: string, span: Span): Bound {
  if (base.type !== 'dynamic') throw notDynamic(base, span)
  const path =
    base.path === undefined
      ? { base: base.sql, json: `$${part}` }
      : { base: base.path.base, json: `${base.path.json}${part}` }
  return {
    type: 'dynamic',
    sql: sql`json_extract(${path.base}, ${stringLiteral(path.json)})`,
    isConstant: base.isConstant,
    path,
  }
}

function notDynamic({ type }: Bound, span: Span): KqlError {
  return new KqlError('TYPE', span, `A ${type} has no members. Use parse_json() first.`)
}

function negate(value: Bound, span: Span): Bound {
  if (typeof value.value === 'bigint' || typeof value.value === 'number') return literal(value.type, -value.value)
  if (!isNumeric(value.type) && value.type !== 'timespan')
    throw new KqlError('TYPE', span, `A ${value.type} cannot have a sign.${cureOfSign(value)}`)
  return { type: value.type === 'int' ? 'long' : value.type, sql: sql`(-(${value.sql}))`, isConstant: value.isConstant }
}

function cureOfSign({ type }: Bound): string {
  return type === 'dynamic' || type === 'string' ? ' Convert it first, for example with toreal().' : ''
}

function bindLogical({ operator, terms }: Logical, row: Row, bind: (part: Expression) => Bound): Bound {
  let isConstant = true
  const parts = terms.map((term) => {
    const bound = bind(term)
    isConstant &&= bound.isConstant
    return condition(bound, term, row)
  })
  return { type: 'bool', sql: sql`(${joinSql(parts, operator === 'and' ? sql` AND ` : sql` OR `)})`, isConstant }
}

function condition(bound: Bound, span: Span, row: Row): Sql {
  if (bound.type === 'bool') return bound.sql
  if (bound.type === 'dynamic' || bound.type === 'string') return toBoolean(row.computeOnce(bound))
  if (isNumeric(bound.type)) return toBoolean(bound)
  throw new KqlError('TYPE', span, `Expected a bool, got a ${bound.type}.`)
}
