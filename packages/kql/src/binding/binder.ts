import type { KqlWarning, Span } from '../errors'
import type { TableSchema } from '../schema'
import type { Sql } from '../sql/sql'
import type { Expression, Query } from '../syntax/ast'
import type { Bound } from './bound'
import type { Ctes } from './ctes'
import type { Column, OrderKey, Relation } from './relation'
import type { InputRow, Row } from './row'
import type { Scope } from './scope'

export interface BinderOptions {
  readonly schema: Readonly<Record<string, TableSchema>>
  /** The rows of the schema queries that earlier passes of the compiler required, by SELECT. */
  readonly schemaRows: ReadonlyMap<string, readonly ResultRow[]>
  /** Whether the tables hold an empty string, never null, for a missing string. */
  readonly hasNoNullStrings: boolean
  /** The range of timestamps to read from tables, in microseconds since 1970; the end is excluded. Undefined for all rows. */
  readonly timeRange: { readonly fromMicros: bigint; readonly toMicros: bigint } | undefined
  /** The resources that the query names, such as `app('shop')`. */
  readonly resources: ReadonlySet<string>
  /** The time of `now()`, in ticks. */
  readonly now: bigint
  readonly warnings: KqlWarning[]
}

/** A row that the database returned. */
export type ResultRow = readonly unknown[]

/** Gives names and types to the parts of a query, and turns them into SQL. */
export interface Binder {
  readonly options: BinderOptions
  readonly ctes: Ctes
  readonly scope: Scope
  /** Returns a binder for another scope. */
  within(scope: Scope, span: Span): Binder
  warn(span: Span, message: string): void
  /** Binds the statements, and returns the relation or the value of the last one. */
  query(query: Query): Relation | Bound
  /** Binds an expression that sees the columns of a row. */
  bind(expression: Expression, row: Row): Bound
  /** Binds an expression that sees no columns. */
  value(expression: Expression): Bound
  /** Whether an expression is a table, rather than a scalar value. No columns are visible to it. */
  isTabular(expression: Expression): boolean
  relation(expression: Expression): Relation
  /** The row of a relation, for binding expressions to its columns. */
  over(relation: Relation): InputRow
  /** A relation of one row without columns. */
  oneRow(): Relation
  /**
   * Returns the rows of a SELECT, for operators whose columns depend on the data.
   * @throws SchemaQueryRequired if the SELECT has not been run yet
   */
  querySchema(select: Sql, span: Span): readonly ResultRow[]
  /** Adds a SELECT over a row's input. Keeps hidden columns that the rest of the query needs. */
  select(row: InputRow, columns: readonly (Column & { readonly sql?: Sql })[], rest?: Sql): Relation
}

/** The order of the rows after an operator that does not preserve it: none. */
export const UNORDERED: {
  readonly order: readonly OrderKey[]
  readonly isSerialized: boolean
  readonly isSorted: boolean
} = { order: [], isSerialized: false, isSorted: false }
