import { orderBy } from '../binding/order'
import type { Column, OrderKey } from '../binding/relation'
import { joinSql, type Sql, sql } from '../sql/sql'
import { expanded, readExpansion } from './mv-expand'
import { applyWithin, type Operator } from './operator'

export const mvApply: Operator = {
  names: ['mv-apply'],
  doc: 'Applies operators to the elements of an array of each row.',
  example: 'print a = dynamic([1, 2]) | mv-apply a to typeof(long) on (summarize sum(a))',
  read: (parser) => {
    const expansion = readExpansion(parser, ['with_itemindex', 'kind', 'bagexpansion'])
    parser.expectName('on')
    const steps = parser.operatorsInParentheses()
    return (input, binder) => {
      const id = binder.ctes.column()
      const numbered = {
        ...input,
        from: binder.ctes.add(sql`SELECT *, row_number() OVER () AS ${id} FROM ${input.from}`),
      }
      const { relation, added } = expanded({ ...numbered, partition: id, isSerialized: true }, expansion, binder)
      const inner = applyWithin(id, steps, relation, binder)
      const outer = input.columns.filter(({ name }) => !added.some((column) => column.name === name))
      const columns = merged(input.columns, outer, inner.columns)
      const list = columns.map((column) => sql`${outer.includes(column) ? sql`o` : sql`i`}.${column.id}`)
      const position = binder.ctes.column()
      const ordinal = sql`row_number() OVER (${orderBy(inner.order.map((key) => ({ ...key, id: sql`i.${key.id}` })))})`
      const hidden = numbered.order
        .filter((key) => !columns.some((column) => column.id === key.id))
        .map((key) => sql`o.${key.id}`)
      const body = sql`SELECT ${joinSql([...list, ...hidden, sql`o.${id}`, sql`${ordinal} AS ${position}`])} FROM ${numbered.from} AS o JOIN ${inner.from} AS i ON o.${id} = i.${id}`
      const order = [...numbered.order, ascending(id), ascending(position)]
      return { ...input, from: binder.ctes.add(body), columns, order, isSerialized: false }
    }
  },
}

// --- helpers, in order of use ---

function ascending(id: Sql): OrderKey {
  return { id, isDescending: false, nullsFirst: true }
}

/**
 * Returns the outer columns with those of the subquery: an inner column replaces the one with the same name, or is appended.
 */
function merged(all: readonly Column[], outer: readonly Column[], inner: readonly Column[]): readonly Column[] {
  const kept = all.flatMap((column): readonly Column[] => {
    const replaced = inner.find((one) => one.name === column.name)
    if (outer.includes(column)) return [replaced === undefined || replaced.id === column.id ? column : replaced]
    return replaced === undefined ? [] : [replaced]
  })
  return [...kept, ...inner.filter(({ name }) => !kept.some((column) => column.name === name))]
}
