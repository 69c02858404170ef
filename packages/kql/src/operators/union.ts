import { type Binder, UNORDERED } from '../binding/binder'
import { nullOf } from '../binding/bound'
import { Names } from '../binding/names'
import type { Column, Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { findTable } from '../binding/tables'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Token } from '../syntax/token'
import type { KqlType } from '../types'
import { type Pattern, readPattern } from './name-pattern'
import type { Operator, SourceOperator } from './operator'

export const union: Operator = {
  names: ['union'],
  doc: 'The rows of several tables.',
  example: 'print a = 1 | union (print a = 2)',
  read: (parser) => {
    const parts = readUnion(parser)
    return (input, binder) =>
      combined([{ relation: input, name: input.tableName }, ...openParts(parts, binder)], parts, binder)
  },
}

export const unionSource: SourceOperator = {
  names: ['union'],
  doc: 'The rows of several tables.',
  example: 'union (print a = 1), (print a = 2)',
  read: (parser) => {
    const parts = readUnion(parser)
    return (binder) => combined(openParts(parts, binder), parts, binder)
  },
}

export interface Part {
  readonly relation: Relation
  readonly name: string | undefined
}

export interface UnionOptions {
  readonly withSource?: string | undefined
  readonly isInner?: boolean
}

/** Combines the rows of several relations. Columns with the same name and type become one column. */
export function unite(parts: readonly Part[], { withSource, isInner = false }: UnionOptions, binder: Binder): Relation {
  if (parts.some(({ relation }) => relation.partition !== undefined)) {
    throw new KqlError('UNSUPPORTED', { start: 0, end: 0 }, 'union is not supported within mv-apply and partition.')
  }
  const columns = unitedColumns(parts, isInner, binder)
  const sourceId = binder.ctes.column()
  const selects = parts.map(({ relation, name }, index) => {
    const values = columns.map((column) => sql`${valueIn(relation, column)} AS ${column.id}`)
    const source = sql`${stringLiteral(name ?? `union_arg${index}`)} AS ${sourceId}`
    const list = withSource === undefined ? values : [source, ...values]
    return sql`SELECT ${list.length === 0 ? sql`1 AS h0` : joinSql(list)} FROM ${relation.from}`
  })
  const from = binder.ctes.add(joinSql(selects, sql` UNION ALL `))
  const source: Column[] = withSource === undefined ? [] : [{ name: withSource, type: 'string', id: sourceId }]
  return { from, columns: [...source, ...columns.map(({ sourceName: _, ...column }) => column)], ...UNORDERED }
}

// --- helpers, in order of use ---

interface UnitedColumn extends Column {
  /** The name in the parts. */
  readonly sourceName: string
}

/** Returns a column for each name and type. If a name has several types, the type is appended to the name. */
function unitedColumns(parts: readonly Part[], isInner: boolean, binder: Binder): readonly UnitedColumn[] {
  const types = new Map<string, Set<KqlType>>()
  for (const { relation } of parts) {
    for (const { name, type } of relation.columns) types.set(name, (types.get(name) ?? new Set()).add(type))
  }
  const names = new Names([...types].flatMap(([name, found]) => (found.size === 1 ? [name] : [])))
  return [...types].flatMap(([sourceName, found]) =>
    [...found].flatMap((type): readonly UnitedColumn[] => {
      const holders = parts.map(({ relation }) =>
        relation.columns.find((column) => column.name === sourceName && column.type === type),
      )
      if (isInner && holders.includes(undefined)) return []
      const isRaw = holders.every((holder) => holder?.isRaw === true)
      const isBoolText = holders.every((holder) => holder === undefined || holder.isBoolText === true)
      const name = found.size === 1 ? sourceName : names.implied(`${sourceName}_${type}`)
      const id = binder.ctes.column()
      return [{ name, sourceName, type, id, ...(isRaw && { isRaw }), ...(isBoolText && { isBoolText }) }]
    }),
  )
}

/** A table, or a pattern of names of tables. */
export type TableItem = Expression | Wildcard

interface Parts {
  readonly items: readonly TableItem[]
  readonly parameters: Readonly<Record<string, Token>>
}

/** `*`, `App*` */
interface Wildcard extends Pattern {
  readonly kind: 'wildcard'
}

function readUnion(parser: Parser): Parts {
  const parameters = parser.parameters(['kind', 'withsource', 'with_source', 'isfuzzy'])
  return { items: parser.list(() => readTable(parser)), parameters }
}

export function readTable(parser: Parser): TableItem {
  return wildcard(parser) ?? parser.table()
}

function wildcard(parser: Parser): Wildcard | undefined {
  const first = parser.peek()
  const star = parser.tokenAfter()
  const isPattern = first.text === '*' || (first.kind === 'name' && star.text === '*' && star.start === first.end)
  return isPattern ? { kind: 'wildcard', ...readPattern(parser) } : undefined
}

function openParts({ items, parameters }: Parts, binder: Binder): readonly Part[] {
  return openTables(items, parameters['isfuzzy']?.text === 'true', binder)
}

/** Opens tables. If the list is fuzzy, those that do not exist are left out. */
export function openTables(items: readonly TableItem[], isFuzzy: boolean, binder: Binder): readonly Part[] {
  const parts = items.flatMap((item): readonly Part[] => {
    if (item.kind !== 'wildcard') {
      try {
        const relation = binder.relation(item)
        return [{ relation, name: relation.tableName }]
      } catch (error) {
        if (isFuzzy && error instanceof KqlError && (error.code === 'UNKNOWN_TABLE' || error.code === 'UNSUPPORTED'))
          return []
        throw error
      }
    }
    const found = matchingTables(item, binder)
    if (found.length === 0 && !isFuzzy)
      throw new KqlError('UNKNOWN_TABLE', item, `There is no table or view with a name like ${item.text}.`)
    return found.map((name) => ({
      relation: binder.relation({ kind: 'name', name, start: item.start, end: item.end }),
      name,
    }))
  })
  if (parts.length === 0) throw new KqlError('UNKNOWN_TABLE', { start: 0, end: 0 }, 'union found no table.')
  return parts
}

function matchingTables({ test }: Wildcard, { options: { schema }, scope }: Binder): readonly string[] {
  const isWorkspace = !Object.keys(schema).some(test)
  const tables = isWorkspace ? Object.values(schema).map(({ workspaceName }) => workspaceName) : Object.keys(schema)
  const views = scope.names().filter((name) => {
    const found = scope.find(name)
    return found?.kind === 'function' && found.literal.isView
  })
  return [...tables.filter((name) => test(name) && findTable(schema, name) !== undefined), ...views.filter(test)]
}

function combined(parts: readonly Part[], { parameters }: Parts, binder: Binder): Relation {
  const withSource = (parameters['withsource'] ?? parameters['with_source'])?.text
  return unite(parts, { withSource, isInner: parameters['kind']?.text === 'inner' }, binder)
}

function valueIn({ columns }: Relation, { sourceName, type, isRaw = false }: UnitedColumn): Sql {
  const holder = columns.find((one) => one.type === type && one.name === sourceName)
  if (holder === undefined) return nullOf(type)
  return isRaw ? holder.id : boundColumn(holder).sql
}
