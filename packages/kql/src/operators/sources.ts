import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { literal } from '../binding/literals'
import { Names } from '../binding/names'
import type { OrderKey } from '../binding/relation'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression, Literal } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { isInteger, type KqlType } from '../types'
import { newColumns } from './columns'
import type { SourceOperator } from './operator'

export const print: SourceOperator = {
  names: ['print'],
  doc: 'One row of values.',
  example: 'print a = 1',
  read: (parser) => {
    const items = parser.namedExpressions()
    return (binder) => {
      const row = binder.over(binder.oneRow())
      const names = new Names(items.flatMap((item) => item.names))
      const columns = items.flatMap(({ names: given, value }, index) =>
        newColumns(given, binder.bind(value, row), (one) => names.implied(one), `print_${index}`, binder),
      )
      return binder.select(row, columns)
    }
  },
}

export const range: SourceOperator = {
  names: ['range'],
  doc: 'Rows with evenly spaced values.',
  example: 'range x from 1 to 3 step 1',
  read: (parser) => {
    const name = parser.name()
    parser.expectName('from')
    const from = parser.expression()
    parser.expectName('to')
    const to = parser.expression()
    parser.expectName('step')
    const step = parser.expression()
    return (binder) => {
      const [first, last, by] = [binder.value(from), binder.value(to), binder.value(step)]
      const isReal = first.type === 'real' || last.type === 'real' || by.type === 'real'
      const type: KqlType = isReal ? 'real' : isInteger(first.type) ? 'long' : first.type
      const count = isReal
        ? sql`floor((${last.sql} - ${first.sql}) / ${by.sql})::BIGINT`
        : sql`(${last.sql} - ${first.sql}) // ${by.sql}`
      const id = binder.ctes.column()
      const ordinal = binder.ctes.column()
      const value = isReal ? sql`(${first.sql})::DOUBLE + i * (${by.sql})` : sql`(${first.sql}) + i * (${by.sql})`
      const body = sql`SELECT ${value} AS ${id}, i AS ${ordinal} FROM range(0, coalesce(${count}, -1)::BIGINT + 1) AS r(i)`
      return {
        from: binder.ctes.add(body),
        columns: [{ name, type, id }],
        order: [ordinalKey(ordinal)],
        isSerialized: true,
        isSorted: false,
      }
    }
  },
}

export const datatable: SourceOperator = {
  names: ['datatable'],
  doc: 'Rows that are written in the query.',
  example: "datatable(a: long, b: string)[1, 'x', 2, 'y']",
  read: (parser) => {
    parser.parameters([])
    const columns = parser.inParentheses(() => columnSchema(parser))
    parser.expect('[')
    const cells: Expression[] = []
    while (!parser.accept(']')) {
      cells.push(parser.unary())
      if (!parser.accept(',')) {
        parser.expect(']')
        break
      }
    }
    if (columns.length === 0 || cells.length % columns.length !== 0) {
      throw parser.error(`The datatable has ${columns.length} columns, but ${cells.length} cells.`)
    }
    return (binder) => {
      const rows: Sql[] = []
      for (let at = 0; at < cells.length; at += columns.length) {
        const values = columns.map(({ type }, index) => cellValue(cells[at + index]!, type))
        rows.push(sql`(${joinSql([...values, sql`${at / columns.length}`])})`)
      }
      const ordinal = binder.ctes.column()
      const ready = columns.map((column) => ({ ...column, id: binder.ctes.column() }))
      const ids = joinSql([...ready.map(({ id }) => id), ordinal])
      const empty = sql`SELECT ${joinSql([...ready.map(({ type, id }) => sql`${nullOf(type)} AS ${id}`), sql`0 AS ${ordinal}`])} WHERE false`
      const body = rows.length === 0 ? empty : sql`SELECT * FROM (VALUES ${joinSql(rows)}) AS t(${ids})`
      return {
        from: binder.ctes.add(body),
        columns: ready,
        order: [ordinalKey(ordinal)],
        isSerialized: false,
        isSorted: false,
      }
    }
  },
}

export function columnSchema(parser: Parser): { readonly name: string; readonly type: KqlType } {
  const name = parser.peek().kind === 'string' ? parser.next().text : parser.newName()
  parser.expect(':')
  return { name, type: parser.type() }
}

// --- helpers, in order of use ---

function ordinalKey(id: Sql): OrderKey {
  return { id, isDescending: false, nullsFirst: true }
}

function cellValue(cell: Expression, type: KqlType): Sql {
  const value = literalOf(cell)
  if (value === undefined)
    throw new KqlError(
      'SYNTAX',
      cell,
      'A cell of a datatable must be a literal. Use print, or extend after it, for expressions.',
    )
  if (value.value === null) return nullOf(type)
  if (value.type === type) return literal(type, value.value).sql
  if (type === 'dynamic' && value.type !== 'dynamic')
    return convert({ ...literal(value.type, value.value), type: value.type }, 'dynamic')
  if (type === 'int' && value.type === 'long') return literal('int', value.value).sql
  return convert(literal(value.type, value.value), type)
}

function literalOf(cell: Expression): Literal | undefined {
  if (cell.kind === 'literal') return cell
  if (cell.kind !== 'negation' || cell.value.kind !== 'literal') return undefined
  const { value } = cell.value
  if (typeof value === 'bigint' || typeof value === 'number') return { ...cell.value, value: -value }
  return undefined
}
