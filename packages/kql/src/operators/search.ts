import type { Binder } from '../binding/binder'
import { bindPredicate } from '../binding/expression'
import type { Column, Relation } from '../binding/relation'
import { boundColumn, type InputRow, type Row } from '../binding/row'
import { stringTest, type Text } from '../binding/string-operators'
import { toText } from '../binding/text'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Binary, Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Operator, SourceOperator } from './operator'
import { openTables, type Part, readTable, type TableItem, unite } from './union'

export const search: Operator = {
  names: ['search'],
  doc: 'Rows with a term in any column.',
  example: "print a = 'x y' | search 'y'",
  read: (parser) => {
    const read = readSearch(parser)
    return (input, binder) => found([{ relation: input, name: input.tableName ?? 'search_arg0' }], read, binder)
  },
}

export const searchSource: SourceOperator = {
  names: ['search'],
  doc: 'Rows of all tables with a term in any column.',
  example: "let T = print a = 'x y'; search in (T) 'y'",
  read: (parser) => {
    const read = readSearch(parser)
    return (binder) => found(openSearched(read.tables, binder), read, binder)
  },
}

/** Opens the tables to search: the given ones, or all. */
export function openSearched(given: readonly TableItem[], binder: Binder): readonly Part[] {
  const all = Object.keys(binder.options.schema).map((name): Expression => ({ kind: 'name', name, start: 0, end: 0 }))
  return (given.length > 0 ? given : all).flatMap((item) =>
    openTables([item], false, binder).map((part) => (item.kind === 'name' ? { ...part, name: item.name } : part)),
  )
}

/** The rows of a table for which a condition of `search` or `find` is true. */
export function matchingRows(
  { relation, name }: Part,
  condition: Expression,
  isCaseSensitive: boolean,
  binder: Binder,
): Part {
  const row = binder.over(relation)
  const test = testOf(condition, row, isCaseSensitive, binder)
  const from = binder.ctes.add(sql`SELECT * FROM ${row.relation.from} WHERE ${test}`)
  return { name, relation: { ...row.relation, from } }
}

// --- helpers, in order of use ---

interface Search {
  readonly tables: readonly TableItem[]
  readonly condition: Expression
  readonly isCaseSensitive: boolean
}

function readSearch(parser: Parser): Search {
  const { kind } = parser.parameters(['kind'])
  const tables = parser.acceptName('in') ? parser.inParentheses(() => readTable(parser)) : []
  return { tables, condition: parser.expression(), isCaseSensitive: kind?.text === 'case_sensitive' }
}

/** A single string is searched for as a term in all columns. It may begin or end with `*`. */
function found(parts: readonly Part[], { condition, isCaseSensitive }: Search, binder: Binder): Relation {
  const matching = parts.map((part) => matchingRows(part, condition, isCaseSensitive, binder))
  return unite(matching, { withSource: '$table' }, binder)
}

function testOf(condition: Expression, row: InputRow, isCaseSensitive: boolean, binder: Binder): Sql {
  switch (condition.kind) {
    case 'star':
      return sql`true`
    case 'literal':
      return matching(row.relation.columns, String(condition.value), isCaseSensitive)
    case 'logical':
      return sql`(${joinSql(
        condition.terms.map((term) => testOf(term, row, isCaseSensitive, binder)),
        condition.operator === 'and' ? sql` AND ` : sql` OR `,
      )})`
    case 'call':
      if (condition.name === 'not' && condition.args.length === 1)
        return sql`(NOT ${testOf(condition.args[0]!.value, row, isCaseSensitive, binder)})`
      break
    case 'binary':
      if (condition.operator === ':') return inColumn(condition, row, isCaseSensitive)
      if (condition.left.kind === 'star') {
        const tests = row.relation.columns.map(({ name }) =>
          bindPredicate(
            { ...condition, left: { kind: 'name', name, start: condition.start, end: condition.end } },
            row,
            binder,
          ),
        )
        return sql`(${joinSql(tests, sql` OR `)})`
      }
  }
  return bindPredicate(condition, withMissing(row), binder)
}

/** `name: 'term'` */
function inColumn({ left, right }: Binary, row: Row, isCaseSensitive: boolean): Sql {
  if (left.kind !== 'name' && left.kind !== 'star')
    throw new KqlError('SYNTAX', left, 'The name of a column is expected before `:`.')
  if (right.kind !== 'literal') throw new KqlError('SYNTAX', right, 'A term is expected after `:`, like name: "term".')
  const columns = row.relation.columns.filter(({ name }) => left.kind === 'star' || name === left.name)
  return matching(columns, String(right.value), isCaseSensitive)
}

/** The condition that one of the columns contains the term. */
function matching(columns: readonly Column[], pattern: string, isCaseSensitive: boolean): Sql {
  const test = patternTest(pattern, isCaseSensitive)
  const tests = columns.map((column) => test({ sql: toText(boundColumn(column)) }))
  return tests.length === 0 ? sql`false` : sql`(${joinSql(tests, sql` OR `)})`
}

/** A `*` at an end of a term matches the rest of a word. A `*` between two parts matches any text. */
function patternTest(pattern: string, isCaseSensitive: boolean): (text: Text) => Sql {
  const hasStart = !pattern.startsWith('*')
  const hasEnd = !pattern.endsWith('*') || pattern === '*'
  const term = pattern.replace(/^\*|\*$/g, '')
  if (term.includes('*')) {
    const parts = term.split('*').map((part) => part.replace(/[^\p{L}\p{N}]/gu, '\\$&'))
    const border = { start: hasStart ? '(^|[^\\p{L}\\p{N}])' : '', end: hasEnd ? '([^\\p{L}\\p{N}]|$)' : '' }
    const expression = stringLiteral(`${border.start}${parts.join('.*')}${border.end}`)
    return (text) => sql`regexp_matches(${text.sql}, ${expression}, ${isCaseSensitive ? sql`'s'` : sql`'si'`})`
  }
  const operator = hasStart ? (hasEnd ? 'has' : 'hasprefix') : hasEnd ? 'hassuffix' : 'contains'
  const part: Text = { sql: stringLiteral(term), value: term }
  return (text) => stringTest(isCaseSensitive ? `${operator}_cs` : operator, text, part)
}

/** A column that the table does not have is treated as an empty string. */
function withMissing(row: InputRow): Row {
  return {
    get relation() {
      return row.relation
    },
    column: (name) => row.column(name) ?? { type: 'string', sql: sql`''`, isConstant: true, value: '' },
    computeOnce: (bound) => row.computeOnce(bound),
    aggregate: () => undefined,
  }
}
