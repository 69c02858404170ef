import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import type { Column } from '../binding/relation'
import { type Sql, sql } from '../sql/sql'
import type { KqlType } from '../types'

/** A column of a SELECT. Without SQL it is passed through. */
export interface SelectedColumn extends Column {
  readonly sql?: Sql
}

/** Makes a column of a value. A column that is only renamed keeps its name in SQL. */
export function newColumn(name: string, bound: Bound, binder: Binder): SelectedColumn {
  if (bound.raw !== undefined) return { name, type: 'datetime', id: binder.ctes.column(), isRaw: true, sql: bound.raw }
  const column = computed(name, bound.type, bound.sql, binder)
  return bound.isBoolText === true ? { ...column, isBoolText: true } : column
}

export function computed(name: string, type: KqlType, value: Sql, binder: Binder): SelectedColumn {
  return { name, type, id: binder.ctes.column(), sql: value }
}

/** Makes columns of the elements of an array: `(a, b) = value`. */
export function severalColumns(names: readonly string[], bound: Bound, binder: Binder): readonly SelectedColumn[] {
  return names.map((name, index) => computed(name, 'dynamic', sql`json_extract(${bound.sql}, '$[${index}]')`, binder))
}
