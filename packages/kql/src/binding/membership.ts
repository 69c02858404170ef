import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression, Membership } from '../syntax/ast'
import type { Binder } from './binder'
import type { Bound } from './bound'
import { sameType } from './comparison'
import { literal } from './literals'
import { boundColumn, type Row } from './row'
import { asText, stringTest, type Text } from './string-operators'
import { toText } from './text'

/**
 * Binds `in`, `in~`, `has_any` and `has_all`, whose operand is a list of values, a dynamic array or the first column of a
 * table.
 */
export function bindMembership(expression: Membership, row: Row, binder: Binder): Bound {
  const name = expression.operator.replace(/^!/, '')
  const value = binder.bind(expression.value, row)
  const test = name.startsWith('has')
    ? hasTerms(name, value, expression, row, binder)
    : isIn(name, value, expression, row, binder)
  return { type: 'bool', sql: expression.operator.startsWith('!') ? sql`(NOT ${test})` : test, isConstant: false }
}

// --- helpers, in order of use ---

function isIn(name: string, value: Bound, { items, ...span }: Membership, row: Row, binder: Binder): Sql {
  const ignoresCase = name === 'in~'
  const tests: Sql[] = []
  const simple: Sql[] = []
  const one = row.computeOnce(ignoresCase ? { ...value, type: 'string', sql: sql`lower(${toText(value)})` } : value)
  for (const item of items) {
    if (isTable(item, row, binder)) {
      tests.push(inTable(one, ignoresCase, item, binder))
      continue
    }
    const bound = binder.bind(item, row)
    for (const element of elementsOf(bound)) {
      if (element.type === 'dynamic') tests.push(inArray(one, ignoresCase, element))
      else if (ignoresCase) simple.push(sql`lower(${toText(element)})`)
      else if (one.type === 'dynamic' || element.value === null) tests.push(equals(one, element, item, row))
      else {
        const [left, right] = sameType(one, element, span, row)
        if (left.sql === one.sql) simple.push(right.sql)
        else tests.push(sql`coalesce(${left.sql} = ${right.sql}, false)`)
      }
    }
  }
  if (simple.length > 0) tests.push(sql`coalesce(${one.sql} IN (${joinSql(simple)}), false)`)
  return tests.length === 0 ? sql`false` : sql`(${joinSql(tests, sql` OR `)})`
}

/** If a name is both a column and a table, it means the column. */
function isTable(item: Expression, row: Row, binder: Binder): boolean {
  return !(item.kind === 'name' && row.column(item.name) !== undefined) && binder.isTabular(item)
}

function inTable(value: Bound, ignoresCase: boolean, item: Expression, binder: Binder): Sql {
  const { column: ready, from } = firstColumn(item, binder)
  if (ready.type === 'dynamic') {
    const listed = ignoresCase ? sql`lower(${ready.sql})` : ready.sql
    return sql`coalesce(${ignoresCase ? value.sql : jsonText(value)} IN (SELECT ${listed} FROM ${from}), false)`
  }
  const listed = ignoresCase ? sql`lower(${toText(ready)})` : value.type === 'string' ? toText(ready) : ready.sql
  const wanted = value.type === 'dynamic' ? toText(value) : value.sql
  return sql`coalesce(${wanted} IN (SELECT ${value.type === 'dynamic' ? toText(ready) : listed} FROM ${from}), false)`
}

/** The values in the first column of a table. Of a dynamic column, the elements of its arrays, as strings. */
function firstColumn(item: Expression, binder: Binder): { readonly column: Bound; readonly from: Sql } {
  const { columns, from } = binder.relation(item)
  const [first] = columns
  if (first === undefined) throw new KqlError('TYPE', item, 'The table has no columns.')
  if (first.type !== 'dynamic') return { column: boundColumn(first), from }
  const value = first.id
  const list = sql`CASE WHEN json_type(${value}) = 'ARRAY' THEN TRY_CAST(${value} AS JSON[]) ELSE [${value}] END`
  const element = sql`json_extract_string(e, '$')`
  return {
    column: { type: 'dynamic', sql: element, isConstant: false },
    from: sql`(SELECT unnest(${list}) AS e FROM ${from})`,
  }
}

/** The elements of a literal array, with their types. */
function elementsOf(bound: Bound): readonly Bound[] {
  if (bound.type !== 'dynamic' || typeof bound.value !== 'string') return [bound]
  const array: unknown = JSON.parse(bound.value)
  if (!Array.isArray(array)) return [bound]
  return array.map((element: unknown) => {
    if (typeof element === 'string') return literal('string', element)
    if (typeof element === 'boolean') return literal('bool', element)
    if (typeof element === 'number')
      return Number.isInteger(element) ? literal('long', BigInt(element)) : literal('real', element)
    return literal('dynamic', element === null ? null : JSON.stringify(element))
  })
}

function inArray(value: Bound, ignoresCase: boolean, array: Bound): Sql {
  const texts = sql`list_transform(TRY_CAST(${array.sql} AS JSON[]), e -> ${ignoresCase ? sql`lower(json_extract_string(e, '$'))` : sql`json_extract_string(e, '$')`})`
  return sql`coalesce(list_contains(${texts}, ${ignoresCase ? value.sql : jsonText(value)}), false)`
}

/** Returns a value as a string, spelled as in JSON: `true`, not `True`. */
function jsonText(value: Bound): Sql {
  return value.type === 'bool' ? sql`lower(${toText(value)})` : toText(value)
}

function equals(value: Bound, element: Bound, item: Expression, row: Row): Sql {
  if (element.value === null)
    return element.type === 'string' ? sql`(${toText(value)} = '')` : sql`(${value.sql} IS NULL)`
  const [left, right] = sameType(value, element, item, row)
  return sql`coalesce(${left.sql} = ${right.sql}, false)`
}

function hasTerms(name: string, value: Bound, { items }: Membership, row: Row, binder: Binder): Sql {
  const text = asText(value, row)
  const tests: Sql[] = []
  for (const item of items) {
    if (isTable(item, row, binder)) {
      const { column, from } = firstColumn(item, binder)
      const listed: Text = { sql: column.type === 'dynamic' ? column.sql : toText(column) }
      const any = sql`EXISTS (SELECT 1 FROM ${from} WHERE ${stringTest('has', text, listed)})`
      tests.push(
        name === 'has_any' ? any : sql`NOT EXISTS (SELECT 1 FROM ${from} WHERE NOT ${stringTest('has', text, listed)})`,
      )
      continue
    }
    for (const element of elementsOf(binder.bind(item, row))) {
      if (element.type === 'dynamic') tests.push(arrayHas(name, text, element))
      else tests.push(stringTest('has', text, asText(element, row)))
    }
  }
  const all = name === 'has_all'
  return tests.length === 0 ? (all ? sql`true` : sql`false`) : sql`(${joinSql(tests, all ? sql` AND ` : sql` OR `)})`
}

function arrayHas(name: string, text: Text, array: Bound): Sql {
  const tests = sql`list_transform(TRY_CAST(${array.sql} AS JSON[]), e -> ${stringTest('has', text, { sql: sql`json_extract_string(e, '$')` })})`
  return name === 'has_any'
    ? sql`coalesce(list_bool_or(${tests}), false)`
    : sql`coalesce(list_bool_and(${tests}), true)`
}
