import type { Sql } from '../sql/sql'
import type { KqlType } from '../types'

export interface Column {
  readonly name: string
  readonly type: KqlType
  /** The generated name in SQL. Names are case-sensitive in KQL, but not in DuckDB. */
  readonly id: Sql
  /** Whether a datetime is stored as a TIMESTAMP, as in the tables, and not as ticks. */
  readonly isRaw?: boolean
  /**
   * Whether a string holds `True` or `False`, as the column `success` does. Such a string can also be compared with a bool or a
   * number.
   */
  readonly isBoolText?: boolean
}

/** The chart that the query asks for: `timechart`, with `title`, `xcolumn` and so on. */
export interface Render {
  readonly kind: string
  readonly properties: Readonly<Record<string, string>>
}

export interface OrderKey {
  readonly id: Sql
  readonly isDescending: boolean
  readonly nullsFirst: boolean
}

/** The rows at one point of a pipeline. */
export interface Relation {
  /** The name of its common table expression. */
  readonly from: Sql
  readonly columns: readonly Column[]
  /** The columns that order the rows. They are columns of the expression, but may be hidden from the query. */
  readonly order: readonly OrderKey[]
  /** Whether the rows have a defined order, which Kusto calls serialized. `prev`, `row_number` and the like require it. */
  readonly isSerialized: boolean
  /** Whether the query sorts the rows. The order of `datatable` and `range` is kept, but not guaranteed. */
  readonly isSorted: boolean
  /** The hidden column that identifies a row's partition. Operators inside `partition` apply to each partition separately. */
  readonly partition?: Sql | undefined
  readonly render?: Render
  /** The name of the table, for `withsource` and `$table`. */
  readonly tableName?: string
}

export function findColumn({ columns }: Pick<Relation, 'columns'>, name: string): Column | undefined {
  return columns.find((column) => column.name === name)
}
