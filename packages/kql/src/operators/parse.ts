import type { Binder } from '../binding/binder'
import { convert } from '../binding/convert'
import type { Relation } from '../binding/relation'
import { toText } from '../binding/text'
import { literalPattern } from '../regular-expression'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { KqlType } from '../types'
import { computed, placed, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const parse: Operator = {
  names: ['parse'],
  doc: 'Columns for the parts of a string between constant texts.',
  example: "print s = 'a=1' | parse s with 'a=' n: long",
  read: (parser) => {
    const read = readParse(parser)
    return (input, binder) => parsed(input, read, false, binder)
  },
}

export const parseWhere: Operator = {
  names: ['parse-where'],
  doc: 'Like parse, but without the rows that do not match.',
  example: "print s = 'a=1' | parse-where s with 'a=' n: long",
  read: (parser) => {
    const read = readParse(parser)
    return (input, binder) => parsed(input, read, true, binder)
  },
}

// --- helpers, in order of use ---

interface Target {
  readonly name: string
  readonly type: KqlType
}

interface Pattern {
  readonly source: Expression
  readonly isRegex: boolean
  readonly isRelaxed: boolean
  readonly flags: string
  readonly parts: readonly (string | Target | '*')[]
}

const STAR = '*'

function readParse(parser: Parser): Pattern {
  const parameters = parser.parameters(['kind', 'flags'])
  const source = parser.expression()
  parser.expectName('with')
  const parts: (string | Target)[] = []
  for (;;) {
    const token = parser.peek()
    if (token.kind === 'string') parts.push(`s${parser.next().text}`)
    else if (token.text === STAR) {
      parser.next()
      parts.push(STAR)
    } else if (token.kind === 'name' || (token.text === '[' && parser.tokenAfter().kind === 'string'))
      parts.push(target(parser))
    else break
  }
  if (parts.length === 0) throw parser.unexpected()
  const kind = parameters['kind']?.text ?? 'simple'
  if (!['simple', 'regex', 'relaxed'].includes(kind))
    throw parser.error('parse takes kind=simple, kind=regex or kind=relaxed.', 'ARGUMENTS', parameters['kind'])
  return {
    source,
    parts,
    isRegex: kind === 'regex',
    isRelaxed: kind === 'relaxed',
    flags: parameters['flags']?.text ?? '',
  }
}

function target(parser: Parser): Target {
  const name = parser.newName()
  if (!parser.accept(':')) return { name, type: 'string' }
  return { name, type: parser.type() }
}

function parsed(input: Relation, pattern: Pattern, onlyMatches: boolean, binder: Binder): Relation {
  const row = binder.over(input)
  const bound = binder.bind(pattern.source, row)
  const text = row.computeOnce({ type: 'string', sql: toText(row.computeOnce(bound)), isConstant: false }).sql
  const targets = pattern.parts.filter((part): part is Target => typeof part !== 'string')
  const expression = expressionOf(pattern)
  const groups = sql`[${joinSql(targets.map((_, index) => stringLiteral(`g${index}`)))}]`
  const found =
    targets.length === 0
      ? undefined
      : row.computeOnce({
          type: 'dynamic',
          sql: sql`regexp_extract(${text}, ${expression}, ${groups})`,
          isConstant: false,
        }).sql
  const added: SelectedColumn[] = []
  const isMatch = [sql`regexp_matches(${text}, ${expression})`]
  for (const [index, { name, type }] of targets.entries()) {
    const value = sql`${found!}.g${index}`
    const converted =
      type === 'string' ? sql`coalesce(${value}, '')` : convert({ type: 'string', sql: value, isConstant: false }, type)
    if (type !== 'string' && !pattern.isRelaxed) isMatch.push(sql`(${converted}) IS NOT NULL`)
    added.push(computed(name, type, converted, binder))
  }
  const columns = placed(input.columns, added)
  const matches = joinSql(isMatch, sql` AND `)
  if (onlyMatches) return binder.select(row, columns, sql` WHERE ${matches}`)
  return binder.select(
    row,
    pattern.isRelaxed || pattern.isRegex ? columns : columns.map((column) => strict(column, targets, matches)),
  )
}

/** In the simple kind, a row does not match if one of its values cannot be converted. */
function strict(column: SelectedColumn, targets: readonly Target[], matches: Sql): SelectedColumn {
  if (column.sql === undefined || !targets.some(({ name }) => name === column.name)) return column
  return {
    ...column,
    sql: sql`CASE WHEN ${matches} THEN ${column.sql} ${column.type === 'string' ? sql`ELSE ''` : sql``} END`,
  }
}

function expressionOf({ parts, isRegex, flags }: Pattern): Sql {
  const last = parts.length - 1
  const expression = parts.map((part, index) => {
    if (part === STAR) return index === last ? '.*' : '.*?'
    if (typeof part === 'string') return isRegex ? part.slice(1) : literalPattern(part.slice(1))
    if (isRegex) return '(.*)'
    if (part.type === 'long' || part.type === 'int') return '\\s*([-+]?\\d+)'
    return index === last ? '(.*)' : '(.*?)'
  })
  const dotAll = isRegex && !flags.includes('s') ? flags.replace('U', '') : 's'
  const modes = `${dotAll}${flags.includes('U') ? 'U' : ''}`
  const prefix = modes === '' ? '' : `(?${modes})`
  return stringLiteral(isRegex ? `${prefix}${expression.join('')}` : `${prefix}^${expression.join('')}$`)
}
