import type { Binder } from '../binding/binder'
import { impliedName, Names } from '../binding/names'
import type { Column, Relation } from '../binding/relation'
import { KqlError, type Span } from '../errors'
import { literalPattern } from '../regular-expression'
import type { NamedExpression } from '../syntax/ast'
import { newColumns, type SelectedColumn } from './columns'
import { knownColumn, matching, readPattern } from './name-pattern'
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
            `There are two columns ${name}. Rename one of them.`,
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
    const patterns = parser.list(() => readPattern(parser))
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
    const patterns = parser.list(() => readPattern(parser))
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

export const projectByNames: Operator = {
  names: ['project-by-names'],
  doc: 'Selects columns by strings or arrays of strings, in this order. Names that match no column are ignored.',
  example: "print a = 1, b = 2 | project-by-names 'b', dynamic(['c', 'a*'])",
  read: (parser) => {
    const specifiers = parser.list(() => parser.expression())
    return (input, binder) => {
      const found = specifiers.flatMap((specifier) =>
        constantNames(binder.value(specifier).value, specifier).flatMap((name) => {
          const expression = new RegExp(`^${name.split('*').map(literalPattern).join('.*')}$`)
          return input.columns.filter((column) => expression.test(column.name))
        }),
      )
      return { ...input, columns: [...new Set(found)] }
    }
  },
}

export const projectReorder: Operator = {
  names: ['project-reorder'],
  doc: 'Moves columns to the front. `*` stands for any letters.',
  example: 'print a = 1, b = 2 | project-reorder b',
  read: (parser) => {
    const patterns = parser.list(() => {
      const one = readPattern(parser)
      const isDirected = ['asc', 'desc', 'granny'].includes(parser.peek().text)
      return { ...one, direction: isDirected ? parser.operatorName().text : undefined }
    })
    return (input) => {
      const first: Column[] = []
      for (const one of patterns) {
        const found = matching(one, input).filter((column) => !first.includes(column))
        if (one.direction !== undefined) {
          const compare = one.direction.startsWith('granny') ? byNumbers : byName
          const sign = one.direction.endsWith('desc') ? -1 : 1
          found.sort((a, b) => sign * compare(a, b))
        }
        first.push(...found)
      }
      return { ...input, columns: [...first, ...input.columns.filter((column) => !first.includes(column))] }
    }
  },
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

function constantNames(value: unknown, span: Span): readonly string[] {
  const parsed: unknown = typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : value
  const names = Array.isArray(parsed) ? parsed : [parsed]
  if (names.every((name) => typeof name === 'string')) return names
  throw new KqlError('ARGUMENTS', span, 'project-by-names needs constant strings or arrays of strings.')
}

function byName(a: Column, b: Column): number {
  const [one, other] = [a.name.toUpperCase(), b.name.toUpperCase()]
  return one < other ? -1 : one > other ? 1 : 0
}

/** Compares names by the numbers in them: `a20` comes before `a100`. */
function byNumbers(a: Column, b: Column): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true })
}

function keepColumns(input: Relation, keeps: (column: Column) => boolean): Relation {
  return { ...input, columns: input.columns.filter(keeps) }
}
