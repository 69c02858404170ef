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
import { type KqlType, typeNamed } from '../types'
import type { SelectedColumn } from './columns'
import type { Operator } from './operator'

export const mvExpand: Operator = {
  names: ['mv-expand', 'mvexpand'],
  doc: 'A row for each element of an array, or each member of a bag.',
  example: 'print a = dynamic([1, 2]) | mv-expand a',
  read: (parser) => {
    const parameters = parser.parameters(['kind', 'bagexpansion', 'with_itemindex'])
    const items = parser.list(() => expandItem(parser))
    if (parser.acceptName('limit'))
      throw parser.error('mv-expand with a limit is not supported. Use array_slice() first.', 'UNSUPPORTED')
    return (input, binder) => {
      return expanded(input, items, parameters, binder).relation
    }
  },
}

export interface ExpandItem {
  readonly name: string | undefined
  readonly value: Expression
  readonly type: KqlType | undefined
}

export function expandItem(parser: Parser): ExpandItem {
  const { names, value } = parser.namedExpression()
  return { name: names[0], value, type: parser.acceptName('to') ? typeArgument(parser) : undefined }
}

/** Reads `typeof(long)`. */
function typeArgument(parser: Parser): KqlType {
  parser.expectName('typeof')
  parser.expect('(')
  const type = typeNamed(parser.peek().text)
  if (type === undefined) throw parser.error(`Unknown type ${parser.peek().text}.`)
  parser.next()
  parser.expect(')')
  return type
}

interface Expanded {
  readonly relation: Relation
  readonly added: readonly Column[]
}

/** Adds a row for each element. Several columns are expanded in parallel; shorter arrays are padded with nulls. */
export function expanded(
  input: Relation,
  items: readonly ExpandItem[],
  parameters: Readonly<Record<string, Token>>,
  binder: Binder,
): Expanded {
  const row = binder.over(input)
  const asArray = parameters['kind']?.text === 'array' || parameters['bagexpansion']?.text === 'array'
  const opened = items.map(({ value, name, type }) => {
    const bound = binder.bind(value, row)
    if (bound.type !== 'dynamic')
      throw new KqlError(
        'TYPE',
        value,
        `mv-expand expects a dynamic value, got a ${bound.type}. Use parse_json() or split().`,
      )
    return {
      list: row.once({ type: 'dynamic', sql: listOf(bound, asArray), isConstant: false }).sql,
      name,
      type,
      value,
      bound,
    }
  })
  const index = binder.ctes.column()
  const lengths = opened.map(({ list }) => sql`coalesce(len(${list}), 1)`)
  const longest = lengths.length === 1 ? lengths[0]! : sql`greatest(${joinSql(lengths)})`
  const unnested = binder.ctes.add(
    sql`SELECT *, unnest(range(1, ${longest} + 1)) AS ${index} FROM ${row.relation.from}`,
  )
  const names = new Names([
    ...input.columns.map(({ name }) => name),
    ...items.flatMap(({ name }) => (name === undefined ? [] : [name])),
  ])
  const columns: SelectedColumn[] = [...input.columns]
  const added: Column[] = []
  for (const { list, name, type, value } of opened) {
    const element: Bound = { type: 'dynamic', sql: sql`${list}[${index}]`, isConstant: false }
    const given = name ?? (value.kind === 'name' ? value.name : names.implied(impliedName(value)))
    const column = {
      name: given,
      type: type ?? 'dynamic',
      id: binder.ctes.column(),
      sql: type === undefined ? element.sql : convert(element, type),
    } as const
    const at = columns.findIndex((one) => one.name === given)
    if (at < 0) columns.push(column)
    else columns[at] = column
    added.push(column)
  }
  const itemIndex = parameters['with_itemindex']?.text
  if (itemIndex !== undefined)
    columns.push({ name: itemIndex, type: 'long', id: binder.ctes.column(), sql: sql`${index} - 1` })
  const order = [...row.relation.order, { id: index, isDescending: false, nullsFirst: true }]
  const hasOrder = row.relation.order.length > 0 || row.relation.partition !== undefined
  const relation = binder.select(
    binder.over({ ...row.relation, from: unnested, order: hasOrder ? order : [] }),
    columns,
  )
  return { relation, added }
}

// --- helpers ---

/** The elements of an array, the members of a bag as bags of one or as pairs, or the value itself. An empty array has no rows. */
function listOf({ sql: value }: Bound, asArray: boolean): Sql {
  const member = asArray
    ? sql`to_json([to_json(k), json_extract(${value}, '$."' || replace(k, '"', '\\"') || '"')])`
    : sql`json_object(k, json_extract(${value}, '$."' || replace(k, '"', '\\"') || '"'))`
  return sql`CASE json_type(${value}) WHEN 'ARRAY' THEN CAST(${value} AS JSON[]) WHEN 'OBJECT' THEN list_transform(json_keys(${value}), k -> ${member}) ELSE [${value}::JSON] END`
}
