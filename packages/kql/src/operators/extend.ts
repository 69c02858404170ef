import { impliedName, Names } from '../binding/names'
import { findColumn } from '../binding/relation'
import { KqlError } from '../errors'
import { newColumns, placed, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const extend: Operator = {
  names: ['extend'],
  doc: 'Adds columns, or replaces those with the same name.',
  example: 'print a = 1 | extend b = a + 1',
  read: (parser) => {
    const items = parser.namedExpressions()
    return (input, binder) => {
      const row = binder.over(input)
      let columns: readonly SelectedColumn[] = input.columns
      const names = new Names([...input.columns.map(({ name }) => name), ...items.flatMap((item) => item.names)])
      const given = new Set<string>()
      for (const { names: explicit, value, span } of items) {
        const bound = binder.bind(value, row)
        for (const name of explicit) {
          if (given.has(name)) throw new KqlError('SYNTAX', span, `There are two columns ${name}. Rename one of them.`)
          given.add(name)
        }
        const [name] = explicit
        if (name === undefined && value.kind === 'name' && findColumn(input, value.name) !== undefined) continue
        const added = newColumns(explicit, bound, (one) => one ?? names.implied(one), impliedName(value), binder)
        columns = placed(columns, added)
      }
      return binder.select(row, columns)
    }
  },
}

export const serialize: Operator = {
  names: ['serialize'],
  doc: 'Keeps the order of the rows, so that prev() and row_number() may be used. Adds columns.',
  example: 'print a = 1 | serialize n = row_number()',
  read: (parser, span) => {
    const next = parser.peek()
    const hasColumns = next.kind === 'name' || next.text === '(' || next.text === '['
    const apply = hasColumns ? extend.read(parser, span) : undefined
    return (input, binder) => {
      const serialized = { ...input, isSerialized: true }
      return apply === undefined ? serialized : apply(serialized, binder)
    }
  },
}
