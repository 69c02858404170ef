import { KqlError, type Span } from '../errors'
import { type Sql, sql } from '../sql/sql'
import type { Arithmetic, Expression } from '../syntax/ast'
import { isInteger, isNumeric, type KqlType } from '../types'
import { MAX_DATETIME } from '../values/ticks'
import type { Bound } from './bound'
import { convert } from './convert'
import type { Row } from './row'

/** Binds a chain of `+ -` or `* / %`, from left to right. */
export function bindArithmetic(chain: Arithmetic, row: Row, bind: (part: Expression) => Bound): Bound {
  if (chain.rest.length > MAX_OPERANDS) {
    throw new KqlError('LIMIT', chain, `A calculation has at most ${MAX_OPERANDS} operands.`)
  }
  let left = bind(chain.first)
  for (const { operator, value } of chain.rest) {
    left = combine(operator, left, bind(value), { start: chain.start, end: value.end }, row)
  }
  return left
}

export function combine(operator: string, left: Bound, right: Bound, span: Span, row: Row): Bound {
  const a = plain(left, right, row)
  const b = plain(right, left, row)
  const isConstant = a.isConstant && b.isConstant
  const result = (type: KqlType, text: Sql): Bound => ({ type, sql: text, isConstant })
  if (isNumeric(a.type) && isNumeric(b.type)) return numeric(operator, a, b, row)
  const types = `${a.type} ${operator} ${b.type}`
  switch (types) {
    case 'datetime - datetime':
    case 'timespan + timespan':
    case 'timespan - timespan':
      return result('timespan', wrapped(operator, a.sql, b.sql))
    case 'datetime + timespan':
    case 'datetime - timespan':
      return result('datetime', inCalendar(operator === '+' ? sql`${a.sql} + ${b.sql}` : sql`${a.sql} - ${b.sql}`))
    case 'timespan + datetime':
      return result('datetime', inCalendar(sql`${a.sql} + ${b.sql}`))
    case 'timespan / timespan':
      return result('real', sql`((${a.sql})::DOUBLE / (${b.sql})::DOUBLE)`)
    case 'timespan % timespan':
    case 'datetime % timespan':
      return result('timespan', modulo(a.sql, row.computeOnce(b).sql))
  }
  if (a.type === 'timespan' && isNumeric(b.type) && operator !== '+' && operator !== '-') {
    if (isInteger(b.type))
      return result('timespan', operator === '*' ? sql`(${a.sql} * ${b.sql})` : quotient(a.sql, b.sql))
    const value = sql`((${a.sql})::DOUBLE ${operator === '*' ? sql`*` : sql`/`} (${b.sql})::DOUBLE)`
    return result('timespan', sql`TRY_CAST(trunc(${value}) AS BIGINT)`)
  }
  if (isNumeric(a.type) && b.type === 'timespan' && operator === '*') {
    if (isInteger(a.type)) return result('timespan', sql`(${a.sql} * ${b.sql})`)
    return result('timespan', sql`TRY_CAST(trunc((${a.sql})::DOUBLE * ${b.sql}) AS BIGINT)`)
  }
  const cure =
    a.type === 'string' && operator === '+'
      ? ' Use strcat() to join strings.'
      : ' Convert one of them, for example with tolong() or totimespan().'
  throw new KqlError('TYPE', span, `${operator} is not defined for ${a.type} and ${b.type}.${cure}`)
}

// --- helpers, in order of use ---

/** DuckDB parses at most 1,000 levels of brackets. */
const MAX_OPERANDS = 400

/** A dynamic value takes the type of the other operand. If both are dynamic, they are reals. */
function plain(bound: Bound, other: Bound, row: Row): Bound {
  if (bound.type === 'bool') return { ...bound, type: 'long', sql: convert(bound, 'long') }
  if (bound.type !== 'dynamic') return bound
  const type = other.type === 'dynamic' ? 'real' : isInteger(other.type) || other.type === 'bool' ? 'long' : other.type
  return { type, sql: convert(row.computeOnce(bound), type), isConstant: bound.isConstant }
}

function numeric(operator: string, a: Bound, b: Bound, row: Row): Bound {
  const isConstant = a.isConstant && b.isConstant
  if (isInteger(a.type) && isInteger(b.type)) {
    const text =
      operator === '*'
        ? sql`(${a.sql} * ${b.sql})`
        : operator === '/'
          ? quotient(a.sql, b.sql)
          : operator === '%'
            ? modulo(a.sql, row.computeOnce(b).sql)
            : wrapped(operator, a.sql, b.sql)
    return { type: 'long', sql: text, isConstant }
  }
  const isDecimal = (a.type === 'decimal' || b.type === 'decimal') && a.type !== 'real' && b.type !== 'real'
  if (isDecimal && (operator === '+' || operator === '-')) {
    const text = sql`((${convert(a, 'decimal')}) ${operator === '+' ? sql`+` : sql`-`} (${convert(b, 'decimal')}))`
    return { type: 'decimal', sql: text, isConstant }
  }
  const x = convert(a, 'real')
  const y = convert(b, 'real')
  const real =
    operator === '%'
      ? modulo(x, row.computeOnce({ ...b, type: 'real', sql: y }).sql)
      : sql`(${x} ${SIGNS[operator]!} ${y})`
  return isDecimal
    ? { type: 'decimal', sql: sql`TRY_CAST(${real} AS DECIMAL(38, 17))`, isConstant }
    : { type: 'real', sql: real, isConstant }
}

const SIGNS: Readonly<Record<string, Sql>> = { '+': sql`+`, '-': sql`-`, '*': sql`*`, '/': sql`/` }

/** Integers wrap around on overflow, as in Kusto; DuckDB would raise an error. */
function wrapped(operator: string, a: Sql, b: Sql): Sql {
  const sum = sql`((${a})::HUGEINT ${SIGNS[operator]!} ${b})`
  return sql`((${sum} + 9223372036854775808::HUGEINT + 18446744073709551616::HUGEINT) % 18446744073709551616::HUGEINT - 9223372036854775808::HUGEINT)::BIGINT`
}

function quotient(a: Sql, b: Sql): Sql {
  return sql`(${a} // nullif(${b}, 0))`
}

/** The result is never negative. It is null if the divisor is 0. */
function modulo(a: Sql, b: Sql): Sql {
  return sql`((${a} % nullif(${b}, 0) + abs(${b})) % nullif(abs(${b}), 0))`
}

function inCalendar(ticks: Sql): Sql {
  return sql`(CASE WHEN ${ticks} BETWEEN 0 AND ${MAX_DATETIME} THEN ${ticks} END)`
}
