import { aggregateNamed } from '../aggregates/index'
import { GroupRow } from '../binding/group-row'
import { impliedName, Names } from '../binding/names'
import type { Relation } from '../binding/relation'
import { KqlError } from '../errors'

import type { NamedExpression } from '../syntax/ast'
import { newColumn, type SelectedColumn } from './columns'
import type { Operator } from './operator'

export const summarize: Operator = {
  names: ['summarize'],
  doc: 'One row for each combination of keys, with aggregates over its rows.',
  example: 'datatable(a: string, b: long)["x", 1, "x", 2] | summarize sum(b) by a',
  read: (parser) => {
    parser.parameters([])
    const isEmpty = parser.peek().text === 'by' && parser.tokenAfter().text !== '='
    const aggregates =
      isEmpty || parser.peek().kind === 'end' || parser.peek().text === '|' ? [] : parser.namedExpressions()
    const keys = parser.acceptName('by') ? parser.namedExpressions() : []
    if (aggregates.length === 0 && keys.length === 0) throw parser.error('summarize needs aggregates, or by and keys.')
    return (input, binder) => {
      const row = binder.over(input)
      const names = new Names([...keys, ...aggregates].flatMap((item) => item.names))
      const keyColumns = keys.map(({ names: [name], value }) => {
        const bound = binder.bind(value, row)
        if (bound.type === 'dynamic') {
          throw new KqlError(
            'TYPE',
            value,
            'summarize cannot group by a dynamic value. Use tostring(), tolong() or todouble().',
          )
        }
        return newColumn(name ?? names.implied(impliedName(value)), bound, binder)
      })
      const group = new GroupRow(row, keyColumns, binder)
      const columns = aggregates.flatMap((item) => aggregateColumns(item, names, group, keys))
      const grouped = group.select()
      const relation: Relation = { ...grouped, columns: [] }
      return binder.select(binder.over(relation), [...keyColumns.map(({ sql: _, ...column }) => column), ...columns])

      function aggregateColumns(
        { names: given, value, span }: NamedExpression,
        taken: Names,
        target: GroupRow,
        by: readonly NamedExpression[],
      ): readonly SelectedColumn[] {
        const entry = value.kind === 'call' ? aggregateNamed(value.name) : undefined
        if (
          value.kind === 'call' &&
          entry !== undefined &&
          'columns' in entry &&
          binder.scope.find(value.name) === undefined
        ) {
          const keyNames = by.flatMap((key) => (key.value.kind === 'name' ? [key.value.name] : []))
          return target.columns(entry, value, keyNames).map(({ name, sql: id, ...column }, index) => ({
            ...column,
            name: given[index] ?? taken.implied(name),
            id,
          }))
        }
        if (given.length > 1)
          throw new KqlError(
            'SYNTAX',
            span,
            'Only arg_max(), arg_min(), take_any() and percentiles() return several columns.',
          )
        const bound = binder.bind(value, target)
        if (bound.isConstant && !target.hasAggregates)
          throw new KqlError('SYNTAX', span, 'summarize needs an aggregate function here, such as count().')
        return [newColumn(given[0] ?? taken.implied(impliedName(value, binder.scope)), bound, binder)]
      }
    }
  },
}
