import { type Sql, sql, stringLiteral } from '../sql/sql'
import type { Binary, Expression } from '../syntax/ast'
import type { Binder } from './binder'
import type { Bound } from './bound'
import type { Row } from './row'
import { toText } from './text'

export function isStringOperator(operator: string): boolean {
  return Object.hasOwn(OPERATORS, operator.replace(/^!/, '')) || operator === '!~'
}

/** Binds `has`, `contains`, `=~` and so on. They compare both values as strings. */
export function bindStringOperator(
  expression: Binary,
  row: Row,
  bind: (part: Expression) => Bound,
  binder: Binder,
): Bound {
  const isNegated = expression.operator.startsWith('!')
  const name = expression.operator === '!~' ? '=~' : expression.operator.replace(/^!/, '')
  const left = bind(expression.left)
  const right = bind(expression.right)
  if (name === 'contains' && typeof right.value === 'string' && /^[\p{L}\p{N}]{3,}$/u.test(right.value)) {
    binder.warn(expression, 'contains also matches inside words. If you search for a whole word, has is faster.')
  }
  const test = stringTest(name, asText(left, row), asText(right, row))
  const isConstant = left.isConstant && right.isConstant
  return { type: 'bool', sql: isNegated ? sql`(NOT ${test})` : test, isConstant }
}

export interface Text {
  readonly sql: Sql
  readonly value?: string
}

export function asText(bound: Bound, row: Row): Text {
  const one = row.computeOnce({ ...bound, type: 'string', sql: toText(bound) })
  return typeof bound.value === 'string' && bound.type === 'string'
    ? { sql: one.sql, value: bound.value }
    : { sql: one.sql }
}

export function stringTest(name: string, value: Text, part: Text): Sql {
  return OPERATORS[name]!(value, part)
}

// --- helpers, in order of use ---

const OPERATORS: Readonly<Record<string, (value: Text, part: Text) => Sql>> = {
  '=~': (a, b) => sql`(${lower(a)} = ${lower(b)})`,
  contains: (a, b) => sql`contains(${lower(a)}, ${lower(b)})`,
  contains_cs: (a, b) => sql`contains(${a.sql}, ${b.sql})`,
  containscs: (a, b) => sql`contains(${a.sql}, ${b.sql})`,
  startswith: (a, b) => sql`starts_with(${lower(a)}, ${lower(b)})`,
  startswith_cs: (a, b) => sql`starts_with(${a.sql}, ${b.sql})`,
  endswith: (a, b) => sql`ends_with(${lower(a)}, ${lower(b)})`,
  endswith_cs: (a, b) => sql`ends_with(${a.sql}, ${b.sql})`,
  has: (a, b) => term(lowered(a), lowered(b), 'both'),
  has_cs: (a, b) => term(a, b, 'both'),
  hasprefix: (a, b) => term(lowered(a), lowered(b), 'start'),
  hasprefix_cs: (a, b) => term(a, b, 'start'),
  hassuffix: (a, b) => term(lowered(a), lowered(b), 'end'),
  hassuffix_cs: (a, b) => term(a, b, 'end'),
  matches: (a, b) => sql`regexp_matches(${a.sql}, ${b.sql})`,
}

function lower({ sql: text, value }: Text): Sql {
  return value === undefined ? sql`lower(${text})` : sql`lower(${stringLiteral(value)})`
}

function lowered(text: Text): Text {
  return text.value === undefined ? { sql: lower(text) } : { sql: lower(text), value: text.value.toLowerCase() }
}

/**
 * Finds a term that has no letter or digit directly before or after it. If the term begins or ends with any other character,
 * that end may be next to any character. `\b` in DuckDB's regular expressions supports only ASCII.
 */
function term(value: Text, part: Text, borders: 'both' | 'start' | 'end'): Sql {
  if (part.value === '') return sql`true`
  const start = borders === 'end' ? sql`''` : border(part, sql`^[\\p{L}\\p{N}]`, sql`(^|[^\\p{L}\\p{N}])`)
  const end = borders === 'start' ? sql`''` : border(part, sql`[\\p{L}\\p{N}]$`, sql`([^\\p{L}\\p{N}]|$)`)
  const expression = sql`(${start} || regexp_escape(${part.sql}) || ${end})`
  const found = sql`contains(${value.sql}, ${part.sql}) AND regexp_matches(${value.sql}, ${expression})`
  return part.value === undefined ? sql`(${part.sql} = '' OR (${found}))` : sql`(${found})`
}

function border({ sql: text, value }: Text, edge: Sql, expression: Sql): Sql {
  if (value === undefined) return sql`CASE WHEN regexp_matches(${text}, '${edge}') THEN '${expression}' ELSE '' END`
  return new RegExp(edge, 'u').test(value) ? sql`'${expression}'` : sql`''`
}
