import type { Binder } from '../binding/binder'
import { impliedName, Names } from '../binding/names'
import { type Column, findColumn, type Relation } from '../binding/relation'
import { suggestion } from '../binding/suggestion'
import { KqlError, type Span } from '../errors'
import { literalPattern } from '../regular-expression'
import type { NamedExpression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { newColumns, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const project: Operator = {
  names: ['project'],
  doc: 'Selects columns, and computes new ones.',
  example: 'print a = 1, b = 2 | project b, c = a + b',
  read: (parser) => {
    const items = parser.namedExpressions()
    return (input, binder) => {
      const row = binder.over(input)
      const names = new Names(items.flatMap((item) => item.names))
      const columns = items.flatMap((item) => projected(item, names, row, binder))
      const seen = new Set<string>()
      for (const [index, { name }] of columns.entries()) {
        if (seen.has(name))
          throw new KqlError(
            'SYNTAX',
            items[Math.min(index, items.length - 1)]!.span,
            `There are two columns ${name}. Give one another name.`,
          )
        seen.add(name)
      }
      return binder.select(row, columns)
    }
  },
}

export const projectAway: Operator = {
  names: ['project-away'],
  doc: 'Removes columns. `*` stands for any letters.',
  example: 'print a = 1, b = 2 | project-away b',
  read: (parser) => {
    const patterns = parser.list(() => pattern(parser))
    return (input) => {
      for (const one of patterns) matching(one, input)
      return keepColumns(input, (column) => !patterns.some(({ test }) => test(column.name)))
    }
  },
}

export const projectKeep: Operator = {
  names: ['project-keep'],
  doc: 'Keeps columns, in their order. `*` stands for any letters.',
  example: 'print a = 1, b = 2 | project-keep a',
  read: (parser) => {
    const patterns = parser.list(() => pattern(parser))
    return (input) => {
      for (const one of patterns) matching(one, input)
      return keepColumns(input, (column) => patterns.some(({ test }) => test(column.name)))
    }
  },
}

export const projectRename: Operator = {
  names: ['project-rename'],
  doc: 'Renames columns.',
  example: 'print a = 1 | project-rename b = a',
  read: (parser) => {
    const items = parser.namedExpressions()
    return (input) => {
      const renamed = new Map<Column, string>()
      for (const { names, value, span } of items) {
        if (value.kind !== 'name' || names.length !== 1)
          throw new KqlError('SYNTAX', span, 'project-rename takes new = old.')
        renamed.set(knownColumn(input, value.name, value), names[0]!)
      }
      const columns = input.columns.map((column) => ({ ...column, name: renamed.get(column) ?? column.name }))
      const names = new Names()
      for (const { name } of columns) names.explicit(name, items[0]!.span)
      return { ...input, columns }
    }
  },
}

export const projectReorder: Operator = {
  names: ['project-reorder'],
  doc: 'Moves columns to the front. `*` stands for any letters.',
  example: 'print a = 1, b = 2 | project-reorder b',
  read: (parser) => {
    const patterns = parser.list(() => {
      const one = pattern(parser)
      const direction = ['asc', 'desc', 'granny-asc', 'granny-desc'].find((name) => parser.acceptName(name))
      return { ...one, direction }
    })
    return (input) => {
      const first: Column[] = []
      for (const one of patterns) {
        const found = matching(one, input).filter((column) => !first.includes(column))
        if (one.direction !== undefined) found.sort((a, b) => (a.name < b.name ? -1 : 1))
        if (one.direction?.endsWith('desc') === true) found.reverse()
        first.push(...found)
      }
      return { ...input, columns: [...first, ...input.columns.filter((column) => !first.includes(column))] }
    }
  },
}

function knownColumn(input: Relation, name: string, span: Span): Column {
  const column = findColumn(input, name)
  if (column !== undefined) return column
  const hint = suggestion(
    name,
    input.columns.map((one) => one.name),
  )
  throw new KqlError('UNKNOWN_COLUMN', span, `There is no column ${name} here.${hint}`)
}

// --- helpers, in order of use ---

function projected(
  item: NamedExpression,
  names: Names,
  row: ReturnType<Binder['over']>,
  binder: Binder,
): readonly SelectedColumn[] {
  const { value, names: given, span } = item
  const bound = binder.bind(value, row)
  if (given.length === 0 && value.kind === 'name' && names.has(value.name))
    throw new KqlError('SYNTAX', span, `There are two columns ${value.name}.`)
  return newColumns(given, bound, (name) => names.implied(name), impliedName(value), binder)
}

interface Pattern extends Span {
  readonly text: string
  readonly test: (name: string) => boolean
}

/** Reads `name`, `*` or `prefix*suffix`. */
function pattern(parser: Parser): Pattern {
  const start = parser.peek()
  let text = ''
  let end = start.start
  for (;;) {
    const token = parser.peek()
    if (text !== '' && token.start !== end) break
    if (token.kind === 'name' || token.kind === 'long') text += parser.next().text
    else if (token.text === '*') text += parser.next().text
    else if (token.text === '[' && text === '') text += parser.name()
    else break
    end = token.text === '[' ? parser.from(start).end : token.end
  }
  if (text === '') throw parser.unexpected()
  const expression = new RegExp(`^${text.split('*').map(literalPattern).join('.*')}$`)
  return { text, test: (name) => expression.test(name), ...parser.from(start) }
}

function matching({ text, test, ...span }: Pattern, input: Relation): Column[] {
  if (!text.includes('*')) return [knownColumn(input, text, span)]
  return input.columns.filter(({ name }) => test(name))
}

function keepColumns(input: Relation, keeps: (column: Column) => boolean): Relation {
  return { ...input, columns: input.columns.filter(keeps) }
}
