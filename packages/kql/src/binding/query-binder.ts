import { KqlError, type Span } from '../errors'
import { applyStep, openSource } from '../operators/operator'
import { joinSql, type Sql, sql } from '../sql/sql'
import { suggestion } from '../suggestion'
import type { Expression, FunctionLiteral, Let, Pipeline, Query } from '../syntax/ast'
import type { Binder, BinderOptions, ResultRow } from './binder'
import type { Bound } from './bound'
import { callFunction } from './call-function'
import type { Ctes } from './ctes'
import { bindExpression } from './expression'
import type { Column, Relation } from './relation'
import { checkWithoutResource, isResourceTable, otherResource, resourceTable } from './resources'
import { InputRow, type Row } from './row'
import { SchemaQueryRequired } from './schema-query-required'
import { Scope } from './scope'
import { openTable } from './tables'

/** Gives names and types to the parts of a query, and turns them into SQL. */
export class QueryBinder implements Binder {
  readonly options: BinderOptions
  readonly ctes: Ctes
  readonly scope: Scope
  readonly #depth: number

  constructor(options: BinderOptions, ctes: Ctes, scope = new Scope(), depth = 0) {
    this.options = options
    this.ctes = ctes
    this.scope = scope
    this.#depth = depth
  }

  within(scope: Scope, span: Span): Binder {
    if (this.#depth > 50) throw new KqlError('LIMIT', span, 'Functions call each other too deeply.')
    return new QueryBinder(this.options, this.ctes, scope, this.#depth + 1)
  }

  warn(span: Span, message: string): void {
    this.options.warnings.push({ start: span.start, end: span.end, message })
  }

  query({ lets, result }: Query): Relation | Bound {
    for (const one of lets) this.#define(one)
    if (result === undefined) {
      throw new KqlError(
        'SYNTAX',
        { start: 0, end: 0 },
        'The query has no result. Add a tabular expression after the let statements.',
      )
    }
    return this.isTabular(result) ? this.relation(result) : this.value(result)
  }

  bind(expression: Expression, row: Row): Bound {
    return bindExpression(expression, row, this)
  }

  value(expression: Expression): Bound {
    const row = this.over(this.oneRow())
    const { from } = row.relation
    const bound = this.bind(expression, row)
    if (row.relation.from === from) return bound
    // The expression uses values that are computed once, in the relation of its row.
    return { type: bound.type, sql: sql`(SELECT ${bound.sql} FROM ${row.relation.from})`, isConstant: bound.isConstant }
  }

  over(relation: Relation): InputRow {
    return new InputRow(relation, this.ctes)
  }

  oneRow(): Relation {
    return { from: sql`(SELECT 1)`, columns: [], order: [], isSerialized: true, isSorted: false }
  }

  /**
   * Whether an expression is a table. A name that is both a column and a table is a table here, because no columns are visible.
   */
  isTabular(expression: Expression): boolean {
    if (expression.kind === 'pipeline') return true
    if (expression.kind === 'name') {
      const found = this.scope.find(expression.name)
      if (found?.kind === 'function') return this.#isTabularBody(found.literal, found.scope)
      return found === undefined ? openTable(expression.name, this) !== undefined : found.kind === 'table'
    }
    if (expression.kind === 'member') return isResourceTable(expression)
    if (expression.kind !== 'call') return false
    if (TABULAR_CALLS.has(expression.name)) return true
    const found = this.scope.find(expression.name)
    return found?.kind === 'function' && this.#isTabularBody(found.literal, found.scope)
  }

  relation(expression: Expression): Relation {
    switch (expression.kind) {
      case 'pipeline':
        return this.#pipeline(expression)
      case 'name':
        return this.#table(expression.name, expression)
      case 'call':
        return this.#tabularCall(expression)
      case 'member':
        if (isResourceTable(expression)) return resourceTable(expression, this)
    }
    throw new KqlError('TYPE', expression, 'Expected a table.')
  }

  select(row: InputRow, columns: readonly (Column & { readonly sql?: Sql })[], rest: Sql = sql``): Relation {
    const { relation } = row
    const ids = new Set(columns.map(({ id }) => id))
    const carried = [
      ...relation.order.map(({ id }) => id),
      ...(relation.partition === undefined ? [] : [relation.partition]),
    ]
    const hidden = carried.filter((id) => !ids.has(id))
    const list = [
      ...columns.map(({ id, sql: value }) => (value === undefined || value === id ? id : sql`${value} AS ${id}`)),
      ...new Set(hidden),
    ]
    const from = this.ctes.add(
      sql`SELECT ${list.length === 0 ? sql`1 AS h0` : joinSql(list)} FROM ${relation.from}${rest}`,
    )
    const plain = columns.map(({ sql: _, ...column }) => column)
    return { ...relation, from, columns: plain }
  }

  querySchema(select: Sql, span: Span): readonly ResultRow[] {
    const text = this.ctes.with(select)
    const rows = this.options.schemaRows.get(text)
    if (rows === undefined) throw new SchemaQueryRequired(text)
    if (rows.length > MAX_COLUMNS)
      throw new KqlError('LIMIT', span, `The result has more than ${MAX_COLUMNS} columns. Filter the rows first.`)
    return rows
  }

  // --- helpers, in order of use ---

  #define({ name, value }: Let): void {
    if (value.kind === 'function') {
      this.scope.define(name, { kind: 'function', literal: value, scope: this.scope })
      return
    }
    if (value.kind === 'call' && value.name === 'materialize' && value.args.length === 1) {
      this.#defineTable(name, value.args[0]!.value)
      return
    }
    if (this.isTabular(value)) this.#defineTable(name, value)
    else this.scope.define(name, { kind: 'scalar', value: this.value(value) })
  }

  /** Binds a table when it is first used, and only once. */
  #defineTable(name: string, value: Expression): void {
    let relation: Relation | undefined
    this.scope.define(name, { kind: 'table', relation: () => (relation ??= this.relation(value)) })
    if (value.kind !== 'name') relation = this.relation(value)
  }

  #isTabularBody({ body }: FunctionLiteral, scope: Scope): boolean {
    if (body.result === undefined) return false
    if (body.result.kind !== 'name') return this.within(scope, { start: 0, end: 0 }).isTabular(body.result)
    const { name } = body.result
    const local = body.lets.find((one) => one.name === name)
    if (local !== undefined) return this.within(scope, local).isTabular(local.value)
    return this.isTabular(body.result)
  }

  #pipeline({ source, steps }: Pipeline): Relation {
    let relation = source.kind === 'source' ? openSource(source, this) : this.relation(source)
    for (const step of steps) relation = applyStep(step, relation, this)
    return relation
  }

  #table(name: string, span: Span): Relation {
    const found = this.scope.find(name)
    if (found?.kind === 'table') return found.relation()
    if (found?.kind === 'function')
      return {
        ...(callFunction(
          found,
          { kind: 'call', name, nameSpan: span, args: [], ...span },
          undefined,
          this,
        ) as Relation),
        tableName: name,
      }
    const table = found === undefined ? openTable(name, this) : undefined
    if (table !== undefined) {
      checkWithoutResource(name, span, this.options)
      return table
    }
    const names = [...Object.keys(this.options.schema), ...this.scope.names()]
    throw new KqlError('UNKNOWN_TABLE', span, `There is no table ${name}.${suggestion(name, names)}`)
  }

  #tabularCall(call: Extract<Expression, { kind: 'call' }>): Relation {
    const { name, args, nameSpan } = call
    const [first] = args
    if ((name === 'materialize' || name === 'view') && first !== undefined) return this.relation(first.value)
    if (name === 'table' && first?.value.kind === 'literal') return this.#table(String(first.value.value), first.value)
    const found = this.scope.find(name)
    if (found?.kind === 'function') {
      const result = callFunction(found, call, undefined, this)
      if ('from' in result) return result
    }
    if (OTHER_RESOURCES.has(name)) throw otherResource(call)
    throw new KqlError('UNKNOWN_FUNCTION', nameSpan, `${name} is not a function that returns a table.`)
  }
}

const MAX_COLUMNS = 500

const OTHER_RESOURCES = new Set(
  (
    'app workspace cluster database resource adx arg external_table materialized_view stored_query_result entity_group ' +
    'graph'
  ).split(' '),
)
const TABULAR_CALLS = new Set(['materialize', 'table', 'view', ...OTHER_RESOURCES])
