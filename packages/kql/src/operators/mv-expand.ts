import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { impliedName, Names } from '../binding/names'
import type { Column, Relation } from '../binding/relation'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Token } from '../syntax/token'
import { isNumeric, type KqlType } from '../types'
import { computed, placed, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const mvExpand: Operator = {
  names: ['mv-expand'],
  doc: 'A row for each element of an array, or each member of a bag.',
  example: 'print a = dynamic([1, 2]) | mv-expand a',
  read: (parser) => {
    const expansion = readExpansion(parser, ['kind', 'bagexpansion', 'with_itemindex'])
    return (input, binder) => expanded(input, expansion, binder).relation
  },
}

/** The deprecated form has a limit of 128 rows. */
export const oldMvExpand: Operator = {
  names: ['mvexpand'],
  doc: 'Deprecated. Use mv-expand, which has no limit of 128 rows.',
  example: '',
  read: (parser, span) => {
    const expansion = readExpansion(parser, ['kind', 'bagexpansion', 'with_itemindex'])
    return (input, binder) => {
      binder.warn(span, 'mvexpand is a deprecated name of mv-expand. It expands a row to at most 128 rows.')
      const { start, end } = span
      const limit = expansion.limit ?? { kind: 'literal', type: 'long', value: 128n, start, end }
      return expanded(input, { ...expansion, limit }, binder).relation
    }
  },
}

/** The arguments of `mv-expand`, and of `mv-apply` before `on`. */
export interface Expansion {
  readonly parameters: Readonly<Record<string, Token>>
  readonly items: readonly ExpandItem[]
  /** The maximum number of rows that one row expands to. */
  readonly limit: Expression | undefined
}

interface ExpandItem {
  readonly name: string | undefined
  readonly value: Expression
  readonly type: KqlType | undefined
}

export function readExpansion(parser: Parser, names: readonly string[]): Expansion {
  const parameters = parser.parameters(names)
  const items = parser.list((): ExpandItem => {
    const { names: given, value } = parser.namedExpression()
    return { name: given[0], value, type: parser.acceptName('to') ? typeArgument(parser) : undefined }
  })
  return { parameters, items, limit: parser.acceptName('limit') ? parser.unary() : undefined }
}

interface Expanded {
  readonly relation: Relation
  readonly added: readonly Column[]
}

/** Adds a row for each element. Several columns are expanded in parallel; shorter arrays are padded with nulls. */
export function expanded(input: Relation, { parameters, items, limit }: Expansion, binder: Binder): Expanded {
  const row = binder.over(input)
  const asArray = parameters['kind']?.text === 'array' || parameters['bagexpansion']?.text === 'array'
  const expandedItems = items.map((item) => {
    const bound = binder.bind(item.value, row)
    if (bound.type !== 'dynamic')
      throw new KqlError(
        'TYPE',
        item.value,
        `mv-expand expects a dynamic value, got a ${bound.type}. Use parse_json() or split().`,
      )
    const source = row.computeOnce(bound)
    return { ...item, list: row.computeOnce({ type: 'dynamic', sql: listOf(source, asArray), isConstant: false }).sql }
  })
  const index = binder.ctes.column()
  const lengths = expandedItems.map(({ list }) => sql`coalesce(len(${list}), 1)`)
  const longest = lengths.length === 1 ? lengths[0]! : sql`greatest(${joinSql(lengths)})`
  const count = limit === undefined ? longest : sql`least(${longest}, ${binder.value(limit).sql})`
  const unnested = binder.ctes.add(sql`SELECT *, unnest(range(1, ${count} + 1)) AS ${index} FROM ${row.relation.from}`)
  const names = new Names([
    ...input.columns.map(({ name }) => name),
    ...items.flatMap(({ name }) => (name === undefined ? [] : [name])),
  ])
  const added = expandedItems.map(({ list, name, type, value }): SelectedColumn => {
    const element: Bound = { type: 'dynamic', sql: sql`${list}[${index}]`, isConstant: false }
    const given = name ?? impliedName(value) ?? names.implied(undefined)
    return computed(given, type ?? 'dynamic', type === undefined ? element.sql : cast(element, type), binder)
  })
  const itemIndex = parameters['with_itemindex']?.text
  const columns = [
    ...placed(input.columns, added),
    ...(itemIndex === undefined ? [] : [computed(itemIndex, 'long', sql`${index} - 1`, binder)]),
  ]
  const order = [...row.relation.order, { id: index, isDescending: false, nullsFirst: true }]
  const hasOrder = row.relation.order.length > 0 || row.relation.partition !== undefined
  const relation = binder.select(
    binder.over({ ...row.relation, from: unnested, order: hasOrder ? order : [] }),
    columns,
  )
  return { relation, added }
}

// --- helpers, in order of use ---

/** Reads `typeof(long)`. */
function typeArgument(parser: Parser): KqlType {
  parser.expectName('typeof')
  parser.expect('(')
  const type = parser.type()
  parser.expect(')')
  return type
}

/**
 * Returns the elements of an array; the members of a bag, each as a bag or as a pair; or the value itself. An empty array gives
 * no rows.
 */
function listOf({ sql: value }: Bound, asArray: boolean): Sql {
  const member = asArray
    ? sql`to_json([to_json(k), json_extract(${value}, '$."' || replace(k, '"', '\\"') || '"')])`
    : sql`json_object(k, json_extract(${value}, '$."' || replace(k, '"', '\\"') || '"'))`
  return sql`CASE json_type(${value}) WHEN 'ARRAY' THEN TRY_CAST(${value} AS JSON[]) WHEN 'OBJECT' THEN list_transform(json_keys(${value}), k -> ${member}) ELSE [${value}::JSON] END`
}

/** Converts an element to a type. Does not parse strings: as a number or a bool, a string is null. */
function cast(element: Bound, type: KqlType): Sql {
  if (!isNumeric(type) && type !== 'bool') return convert(element, type)
  return sql`CASE WHEN json_type(${element.sql}) <> 'VARCHAR' THEN ${convert(element, type)} END`
}
