import { type Binder, UNORDERED } from '../binding/binder'
import { nullOf } from '../binding/bound'
import type { Column, Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { findTable } from '../binding/tables'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Token } from '../syntax/token'
import type { KqlType } from '../types'
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

/** Puts the rows of several relations into one. Columns of the same name and type are one column. */
export function unite(parts: readonly Part[], { withSource, isInner = false }: UnionOptions, binder: Binder): Relation {
  if (parts.some(({ relation }) => relation.partition !== undefined)) {
    throw new KqlError('UNSUPPORTED', { start: 0, end: 0 }, 'union is not supported within mv-apply and partition.')
  }
  const types = new Map<string, Set<KqlType>>()
  for (const { relation } of parts) {
    for (const { name, type } of relation.columns) types.set(name, (types.get(name) ?? new Set()).add(type))
  }
  const columns: Column[] = []
  for (const [name, found] of types) {
    for (const type of found) {
      const holders = parts.map(({ relation }) =>
        relation.columns.find((column) => column.name === name && column.type === type),
      )
      if (isInner && holders.some((holder) => holder === undefined)) continue
      const isRaw = holders.every((holder) => holder?.isRaw === true)
      columns.push({
        name: found.size > 1 ? `${name}_${type}` : name,
        type,
        id: binder.ctes.column(),
        ...(isRaw && { isRaw }),
      })
    }
  }
  const sourceId = binder.ctes.column()
  const selects = parts.map(({ relation, name }, index) => {
    const values = columns.map((column) => sql`${valueIn(relation, column, types)} AS ${column.id}`)
    const source = sql`${stringLiteral(name ?? `union_arg${index}`)} AS ${sourceId}`
    const list = withSource === undefined ? values : [source, ...values]
    return sql`SELECT ${list.length === 0 ? sql`1 AS h0` : joinSql(list)} FROM ${relation.from}`
  })
  const from = binder.ctes.add(joinSql(selects, sql` UNION ALL `))
  const source: Column[] = withSource === undefined ? [] : [{ name: withSource, type: 'string', id: sourceId }]
  return { from, columns: [...source, ...columns], ...UNORDERED }
}

// --- helpers, in order of use ---

interface Parts {
  readonly items: readonly (Expression | Wildcard)[]
  readonly parameters: Readonly<Record<string, Token>>
}

/** `*`, `App*` */
interface Wildcard {
  readonly kind: 'wildcard'
  readonly test: (name: string) => boolean
}

function readUnion(parser: Parser): Parts {
  const parameters = parser.parameters(['kind', 'withsource', 'with_source', 'isfuzzy'])
  return { items: parser.list(() => wildcard(parser) ?? parser.table()), parameters }
}

function wildcard(parser: Parser): Wildcard | undefined {
  const first = parser.peek()
  if (first.text === '*' && first.kind === 'punctuation') {
    parser.next()
    return { kind: 'wildcard', test: () => true }
  }
  const star = parser.tokenAfter()
  if (first.kind !== 'name' || star.text !== '*' || star.start !== first.end) return undefined
  parser.next()
  parser.next()
  return { kind: 'wildcard', test: (name) => name.startsWith(first.text) }
}

function openParts({ items, parameters }: Parts, binder: Binder): readonly Part[] {
  const isFuzzy = parameters['isfuzzy']?.text === 'true'
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
    const { schema } = binder.options
    const isWorkspace = !Object.keys(schema).some(item.test)
    const names = isWorkspace ? Object.values(schema).map(({ workspaceName }) => workspaceName) : Object.keys(schema)
    return names
      .filter((name) => item.test(name) && findTable(schema, name) !== undefined)
      .map((name) => ({ relation: binder.relation({ kind: 'name', name, start: 0, end: 0 }), name }))
  })
  if (parts.length === 0) throw new KqlError('UNKNOWN_TABLE', { start: 0, end: 0 }, 'union found no table.')
  return parts
}

function combined(parts: readonly Part[], { parameters }: Parts, binder: Binder): Relation {
  const withSource = (parameters['withsource'] ?? parameters['with_source'])?.text
  return unite(parts, { withSource, isInner: parameters['kind']?.text === 'inner' }, binder)
}

function valueIn(
  { columns }: Relation,
  { name, type, isRaw = false }: Column,
  types: ReadonlyMap<string, ReadonlySet<KqlType>>,
): Sql {
  const holder = columns.find(
    (one) =>
      one.type === type &&
      (one.name === name || ((types.get(one.name)?.size ?? 0) > 1 && `${one.name}_${type}` === name)),
  )
  if (holder === undefined) return nullOf(type)
  return isRaw ? holder.id : boundColumn(holder).sql
}
