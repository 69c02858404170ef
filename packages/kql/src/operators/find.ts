import type { Binder } from '../binding/binder'
import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { findColumn, type Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { KqlError } from '../errors'
import { presentValues } from '../functions/bag'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { KqlType } from '../types'
import { computed } from './columns'
import type { SourceOperator } from './operator'
import { matchingRows, openSearched } from './search'
import { type Part, readTable, type TableItem, unite } from './union'

export const find: SourceOperator = {
  names: ['find'],
  doc: 'Rows of several tables for which a condition is true. Other columns are packed into a bag.',
  example: 'let T = print a = 1, b = 2; find in (T) where a == 1 project a',
  read: (parser) => {
    const read = readFind(parser)
    return (binder) => {
      const parts = openSearched(read.tables, binder).filter(({ relation }) => mentions(relation, read.condition))
      if (parts.length === 0)
        throw new KqlError('UNKNOWN_COLUMN', read.condition, 'No table has a column of this condition.')
      const found = parts.map((part) => matchingRows(part, read.condition, false, binder))
      const columns = read.project ?? smartColumns(found, read.condition)
      const projected = found.map((part) => projectedPart(part, columns, found, read, binder))
      return unite(projected, { withSource: read.withSource }, binder)
    }
  },
}

// --- helpers, in order of use ---

interface ProjectedColumn {
  readonly name: string
  readonly type?: KqlType
}

interface Find {
  readonly withSource: string
  readonly tables: readonly TableItem[]
  readonly condition: Expression
  /** The columns after `project`. Undefined for `project-smart`. */
  readonly project: readonly ProjectedColumn[] | undefined
  /** Which columns are packed into a bag: those that are not projected, all, or none. */
  readonly packs: 'others' | 'all' | 'none'
}

function readFind(parser: Parser): Find {
  const parameters = parser.parameters(['withsource', 'datascope'])
  const tables = parser.acceptName('in') ? parser.inParentheses(() => readTable(parser)) : []
  parser.acceptName('where')
  const condition = parser.expression()
  const withSource = parameters['withsource']?.text ?? 'source_'
  const isSmart = parser.peek().text !== 'project' || parser.operatorName().text === 'project-smart'
  if (isSmart) return { withSource, tables, condition, project: undefined, packs: 'others' }
  const items = parser.list(() => readColumn(parser))
  const project = items.filter((item) => item !== undefined)
  const packs = items.length === project.length ? 'none' : project.length === 0 ? 'all' : 'others'
  return { withSource, tables, condition, project, packs }
}

/** Reads `name`, `name: type`, or returns undefined for `pack_all()` and `pack(*)`. */
function readColumn(parser: Parser): ProjectedColumn | undefined {
  const name = parser.name()
  if (name === 'pack_all' || name === 'pack') {
    parser.inParentheses(() => parser.expect('*'))
    return undefined
  }
  return parser.accept(':') ? { name, type: parser.type() } : { name }
}

/** Whether a table has one of the columns of a condition. A condition on all columns is true for every table. */
function mentions(relation: Relation, condition: Expression): boolean {
  const names = [...namesIn(condition)]
  return names.length === 0 || names.some((name) => findColumn(relation, name) !== undefined)
}

/** The names in an expression. */
function* namesIn(part: unknown): Iterable<string> {
  if (typeof part !== 'object' || part === null) return
  if ('kind' in part && part.kind === 'name' && 'name' in part) yield String(part.name)
  for (const child of Object.values(part)) yield* namesIn(child)
}

/** The columns of the condition, and those that all tables have. */
function smartColumns(parts: readonly Part[], condition: Expression): readonly ProjectedColumn[] {
  const mentioned = new Set(namesIn(condition))
  const all = new Set(parts.flatMap(({ relation }) => relation.columns.map(({ name }) => name)))
  return [...all]
    .filter((name) => mentioned.has(name) || parts.every(({ relation }) => findColumn(relation, name) !== undefined))
    .map((name) => ({ name }))
}

function projectedPart(
  { name, relation }: Part,
  columns: readonly ProjectedColumn[],
  parts: readonly Part[],
  { packs }: Find,
  binder: Binder,
): Part {
  const row = binder.over(relation)
  const selected = columns.flatMap(({ name: wanted, type }) => {
    const column = findColumn(relation, wanted)
    if (column !== undefined)
      return type === undefined || type === column.type
        ? [column]
        : [computed(wanted, type, convert(boundColumn(column), type), binder)]
    const known = type ?? parts.map((part) => findColumn(part.relation, wanted)?.type).find((one) => one !== undefined)
    return known === undefined ? [] : [computed(wanted, known, nullOf(known), binder)]
  })
  const packed = relation.columns.filter(
    (column) => packs === 'all' || !columns.some((one) => one.name === column.name),
  )
  const pairs = packed.map((column) => [column.name, boundColumn(column)] as const)
  const bag = packs === 'none' ? [] : [computed('pack_', 'dynamic', presentValues(pairs), binder)]
  return { name, relation: binder.select(row, [...selected, ...bag]) }
}
