import type { ResultRow } from './binding/binder'
import { Ctes } from './binding/ctes'
import { orderBy } from './binding/order'
import { QueryBinder } from './binding/query-binder'
import type { Relation, Render } from './binding/relation'
import { boundColumn } from './binding/row'
import { SchemaQueryRequired } from './binding/schema-query-required'
import { KqlError, type KqlWarning, locate } from './errors'
import { MAX_QUERY_CHARACTERS, MAX_SQL_CHARACTERS } from './limits'
import { operators } from './operators/index'
import type { TableSchema } from './schema'
import { joinSql, type Sql, sql } from './sql/sql'
import { Parser } from './syntax/parser'
import type { QueryParameter } from './syntax/query-parameters'
import type { KqlType } from './types'
import { TICKS, UNIX_EPOCH } from './values/ticks'

export interface CompileOptions {
  /** The time of `now()`, in milliseconds since 1970. @default Date.now() */
  readonly nowMs?: number
  /**
   * Whether the tables hold an empty string, never null, for a missing string. Queries are faster then.
   * @default false
   */
  readonly hasNoNullStrings?: boolean
  /** Reads only rows whose timestamp is in this range, in milliseconds since 1970; the end is excluded. @default all rows */
  readonly timeRange?: TimeRange
  /**
   * The values of the parameters that the query declares with `declare query_parameters`, by name. A value must have the declared
   * type; others are ignored. @default none
   */
  readonly parameters?: QueryParameters
}

export type QueryParameters = Readonly<Record<string, QueryParameter>>

export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}

export interface ResultColumn {
  readonly name: string
  readonly type: KqlType
}

export interface CompiledQuery {
  /** One SELECT for DuckDB. Datetimes and timespans are ticks, dynamic values JSON. */
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  /** Whether the query orders its rows. */
  readonly isSorted: boolean
  readonly render: Render | undefined
  readonly warnings: readonly KqlWarning[]
  /**
   * The values of `set` statements by name, as text: `true` without a value, and timespans as `hh:mm:ss`. The caller applies the
   * ones that it knows, such as `truncationmaxrecords`.
   */
  readonly settings: ReadonlyMap<string, string>
}

/** A query whose columns depend on the data, such as those of `bag_unpack`. */
export interface PendingQuery {
  /** A SELECT whose rows determine the columns. Run it first. */
  readonly schemaQuery: string
  /** Continues to compile, with the rows of `schemaQuery`. */
  resume(rows: readonly (readonly unknown[])[]): CompiledQuery | PendingQuery
}

/**
 * Compiles a query of KQL to SQL for DuckDB. If its columns depend on the data, returns a `PendingQuery` instead.
 * @throws KqlError with the position, and what to write instead.
 */
export function compile(
  text: string,
  schema: Readonly<Record<string, TableSchema>>,
  options: CompileOptions = {},
): CompiledQuery | PendingQuery {
  return compileWithRows(new Map(), text, schema, {
    nowMs: options.nowMs ?? Date.now(),
    hasNoNullStrings: options.hasNoNullStrings ?? false,
    timeRange: options.timeRange,
    parameters: options.parameters ?? {},
  })
}

/** Compiles a query. Calls `runQuery` with each SELECT whose rows determine columns, such as those of `bag_unpack`. */
export async function compileWith(
  runQuery: (sql: string) => Promise<readonly (readonly unknown[])[]>,
  text: string,
  schema: Readonly<Record<string, TableSchema>>,
  options: CompileOptions = {},
): Promise<CompiledQuery> {
  let compiled = compile(text, schema, options)
  while ('schemaQuery' in compiled) compiled = compiled.resume(await runQuery(compiled.schemaQuery))
  return compiled
}

// --- helpers, in order of use ---

type ResolvedOptions = Required<Omit<CompileOptions, 'timeRange'>> & { readonly timeRange: TimeRange | undefined }

function compileWithRows(
  schemaRows: ReadonlyMap<string, readonly ResultRow[]>,
  text: string,
  schema: Readonly<Record<string, TableSchema>>,
  options: ResolvedOptions,
): CompiledQuery | PendingQuery {
  try {
    if (text.length > MAX_QUERY_CHARACTERS) {
      throw new KqlError('LIMIT', { start: 0, end: 1 }, `A query has at most ${MAX_QUERY_CHARACTERS} characters.`)
    }
    const parser = new Parser(text, operators, options.parameters)
    const query = parser.query()
    const { settings, resources } = parser
    const warnings: KqlWarning[] = []
    const ctes = new Ctes()
    const now = BigInt(Math.trunc(options.nowMs)) * TICKS.millisecond + UNIX_EPOCH
    const binder = new QueryBinder(
      {
        schema,
        schemaRows,
        resources,
        hasNoNullStrings: options.hasNoNullStrings,
        timeRange: options.timeRange && {
          fromMicros: microsOf(options.timeRange.fromMs),
          toMicros: microsOf(options.timeRange.toMs),
        },
        now,
        warnings,
      },
      ctes,
    )
    const result = binder.query(query)
    const relation = 'from' in result ? result : valueRelation(result.type, result.sql, ctes)
    const statement = finalSelect(relation, ctes)
    if (statement.length > MAX_SQL_CHARACTERS) {
      throw new KqlError('LIMIT', { start: 0, end: 1 }, 'The query is too complex. Split its expressions with extend.')
    }
    const columns = relation.columns.map(({ name, type }) => ({ name, type }))
    return { sql: statement, columns, isSorted: relation.isSorted, render: relation.render, warnings, settings }
  } catch (error) {
    if (error instanceof SchemaQueryRequired) {
      const resume: PendingQuery['resume'] = (rows) =>
        compileWithRows(new Map(schemaRows).set(error.sql, rows), text, schema, options)
      return { schemaQuery: error.sql, resume }
    }
    throw error instanceof KqlError ? locate(error, text) : error
  }
}

function microsOf(millis: number): bigint {
  return BigInt(Math.round(millis * 1_000))
}

/** Returns a value such as `1 + 2` as a table of one row, as `print` does. */
function valueRelation(type: KqlType, value: Sql, ctes: Ctes): Relation {
  const id = ctes.column()
  return {
    from: ctes.add(sql`SELECT ${value} AS ${id}`),
    columns: [{ name: 'print_0', type, id }],
    order: [],
    isSerialized: true,
    isSorted: false,
  }
}

/** Datetimes are returned as ticks. */
function finalSelect({ columns, order, from }: Relation, ctes: Ctes): string {
  const list = columns.map((column) => boundColumn(column).sql)
  const ordered = orderBy(order)
  const by = ordered === '' ? ordered : sql` ${ordered}`
  return ctes.with(sql`SELECT ${list.length === 0 ? sql`1` : joinSql(list)} FROM ${from}${by}`)
}
