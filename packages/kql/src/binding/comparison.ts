import { KqlError, type Span } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Between, Expression } from '../syntax/ast'
import { isInteger, isNumeric, type KqlType } from '../types'
import { UNIX_EPOCH } from '../values/ticks'
import { combine } from './arithmetic'
import type { Bound } from './bound'
import { convert } from './convert'
import { literal } from './literals'
import type { Row } from './row'
import { toText } from './text'

/** Binds `==`, `!=`, `<` and so on. With a null operand, `==` and `!=` are true or false, and `<` and the like are null. */
export function bindComparison(operator: string, left: Bound, right: Bound, span: Span, row: Row): Bound {
  const isConstant = left.isConstant && right.isConstant
  const narrow = rawComparison(operator, left, right) ?? rawComparison(MIRRORED[operator] ?? operator, right, left)
  if (narrow !== undefined) return { type: 'bool', sql: narrow, isConstant }
  if (operator !== '==' && operator !== '!=') refuseText(operator, left, right, span)
  const [a, b] = sameType(left, right, span, row)
  return { type: 'bool', sql: compare(operator, a, b), isConstant }
}

export function bindBetween(expression: Between, row: Row, bind: (part: Expression) => Bound): Bound {
  const value = row.computeOnce(bind(expression.value))
  const from = bind(expression.from)
  const end = bind(expression.to)
  const to = from.type === 'datetime' && end.type === 'timespan' ? combine('+', from, end, expression.to, row) : end
  const low = bindComparison('>=', value, from, expression, row)
  const high = bindComparison('<=', value, to, expression, row)
  const both = sql`(${low.sql} AND ${high.sql})`
  return {
    type: 'bool',
    sql: expression.isNegated ? sql`(NOT ${both})` : both,
    isConstant: value.isConstant && low.isConstant && high.isConstant,
  }
}

/** Converts both values to the type in which they are compared. */
export function sameType(left: Bound, right: Bound, span: Span, row: Row): readonly [Bound, Bound] {
  if (left.type === right.type && left.type !== 'dynamic') return [left, right]
  if (left.type === 'timespan' && isZero(right)) return [left, literal('timespan', 0n)]
  if (right.type === 'timespan' && isZero(left)) return [literal('timespan', 0n), right]
  const type = commonType(left, right)
  if (type === undefined) {
    throw new KqlError('TYPE', span, `A ${left.type} cannot be compared with a ${right.type}. ${cureOf(left, right)}`)
  }
  const as = (bound: Bound): Bound =>
    bound.type === type
      ? bound
      : {
          type,
          sql: type === 'string' ? toText(bound) : convert(row.computeOnce(bound), type),
          isConstant: bound.isConstant,
        }
  return [as(left), as(right)]
}

// --- helpers, in order of use ---

/** Kusto orders strings in `sort`, but does not compare them by `<` and the like. */
function refuseText(operator: string, left: Bound, right: Bound, span: Span): void {
  const isRefused = ({ type, isConstant }: Bound, other: Bound): boolean =>
    type === 'string' && (other.type === 'string' || (isNumeric(other.type) && !isConstant))
  if (left.isBoolText === true || right.isBoolText === true) return
  if (!isRefused(left, right) && !isRefused(right, left)) return
  const cure = 'Use toint() for a number, or strcmp() for the order of strings.'
  throw new KqlError('TYPE', span, `A ${left.type} cannot be compared with a ${right.type} by ${operator}. ${cure}`)
}

function cureOf(left: Bound, right: Bound): string {
  const [text, other] = left.type === 'string' ? [left, right] : [right, left]
  if (text.type === 'string') {
    if (other.type === 'datetime') return text.isConstant ? `Write datetime(${text.value ?? ''}).` : 'Use todatetime().'
    if (other.type === 'timespan') return 'Use totimespan().'
    return text.isConstant
      ? 'Write the value without quotes.'
      : 'Write the value in quotes, or use tolong() or todouble().'
  }
  const types = [left.type, right.type]
  if (types.includes('datetime'))
    return types.includes('timespan') ? 'Use ago().' : 'Write a date as datetime(2026-01-31).'
  if (types.includes('timespan')) return 'Divide the timespan by a unit for a number, as in 5s / 1ms.'
  return 'Convert one of them.'
}

/** The only number that is a timespan in any unit. */
function isZero({ type, value }: Bound): boolean {
  return isInteger(type) && value === 0n
}

const MIRRORED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
}

/** Compares a stored TIMESTAMP with a constant without converting the column. */
function rawComparison(operator: string, { raw }: Bound, other: Bound): Sql | undefined {
  if (raw === undefined || other.type !== 'datetime') return undefined
  if (other.raw !== undefined)
    return compare(
      operator,
      { type: 'datetime', sql: raw, isConstant: false },
      { type: 'datetime', sql: other.raw, isConstant: false },
    )
  if (!other.isConstant || operator === '==' || operator === '!=') return undefined
  // The stored column has microseconds, the constant may have a seventh digit.
  const rounded =
    operator === '>=' || operator === '<'
      ? sql`(${other.sql} - ${UNIX_EPOCH} + 9) // 10`
      : sql`(${other.sql} - ${UNIX_EPOCH}) // 10`
  return sql`(${raw} ${OPERATORS[operator]!} make_timestamp(${rounded}))`
}

const OPERATORS: Readonly<Record<string, Sql>> = {
  '==': sql`IS NOT DISTINCT FROM`,
  '!=': sql`IS DISTINCT FROM`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

function compare(operator: string, a: Bound, b: Bound): Sql {
  const isTotal = a.type === 'string'
  if (isTotal && operator === '==') return sql`(${a.sql} = ${b.sql})`
  if (isTotal && operator === '!=') return sql`(${a.sql} <> ${b.sql})`
  const result = sql`(${a.sql} ${OPERATORS[operator]!} ${b.sql})`
  if (a.type !== 'real') return result
  // In Kusto, NaN equals nothing and is not ordered. In DuckDB, it equals itself and is the largest number.
  if (isNumber(a) && isNumber(b)) return result
  const hasNaN = sql`(coalesce(isnan(${a.sql}), false) OR coalesce(isnan(${b.sql}), false))`
  return operator === '!=' ? sql`(${result} OR ${hasNaN})` : sql`(${result} AND NOT ${hasNaN})`
}

function isNumber({ value }: Bound): boolean {
  return typeof value === 'number' && !Number.isNaN(value)
}

function commonType(a: Bound, b: Bound): KqlType | undefined {
  if (a.type === 'dynamic' && b.type === 'dynamic') return 'string'
  if (a.type === 'dynamic') return isInteger(b.type) ? 'real' : b.type
  if (b.type === 'dynamic') return isInteger(a.type) ? 'real' : a.type
  if (isInteger(a.type) && isInteger(b.type)) return 'long'
  if (isNumeric(a.type) && isNumeric(b.type)) return a.type === 'real' || b.type === 'real' ? 'real' : 'decimal'
  const types = new Set([a.type, b.type])
  const isSuccess = a.isBoolText === true || b.isBoolText === true
  if (isSuccess && (types.has('bool') || isNumeric(a.type) || isNumeric(b.type))) return 'bool'
  if (types.has('bool') && (isNumeric(a.type) || isNumeric(b.type))) return 'bool'
  if (types.has('guid') && types.has('string')) return 'string'
  return undefined
}
