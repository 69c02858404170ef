import type { Binder } from '../binding/binder'
import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import type { Column } from '../binding/relation'
import { type Sql, sql } from '../sql/sql'
import type { KqlType } from '../types'

/** A column of a SELECT. A column without SQL is passed through unchanged. */
export interface SelectedColumn extends Column {
  readonly sql?: Sql
}

/** Makes a column from a value. A column that is only renamed in KQL keeps its name in SQL. */
export function newColumn(name: string, bound: Bound, binder: Binder): SelectedColumn {
  if (bound.raw !== undefined) return { name, type: 'datetime', id: binder.ctes.column(), isRaw: true, sql: bound.raw }
  const column = computed(name, bound.type, bound.sql, binder)
  return bound.isBoolText === true ? { ...column, isBoolText: true } : column
}

export function computed(name: string, type: KqlType, value: Sql, binder: Binder): SelectedColumn {
  return { name, type, id: binder.ctes.column(), sql: value }
}

/**
 * Makes the columns for one item of `project`, `extend` or `print`. A function that returns several values makes a column for
 * each of them, or for each name if names are given. Elements of other arrays can be named, too: `(a, b) = value`.
 */
export function newColumns(
  given: readonly string[],
  bound: Bound,
  implied: (name: string | undefined) => string,
  name: string | undefined,
  binder: Binder,
): readonly SelectedColumn[] {
  const { several } = bound
  if (several === undefined && given.length <= 1) return [newColumn(given[0] ?? implied(name), bound, binder)]
  const names = given.length > 0 ? given : several!.map((one) => implied(one.name))
  return names.map((one, index) => {
    const element: Bound = {
      type: 'dynamic',
      sql: sql`json_extract(${bound.sql}, '$[${index}]')`,
      isConstant: false,
    }
    const type = several?.[index]?.type ?? 'dynamic'
    return computed(one, type, convert(element, type), binder)
  })
}

/** Adds columns. A column with the name of an earlier one replaces it. */
export function placed(
  columns: readonly SelectedColumn[],
  added: readonly SelectedColumn[],
): readonly SelectedColumn[] {
  const all = [...columns]
  for (const column of added) {
    const index = all.findIndex((one) => one.name === column.name)
    if (index < 0) all.push(column)
    else all[index] = column
  }
  return all
}
