import { type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import type { Bound } from './bound'
import type { Ctes } from './ctes'
import { type Column, findColumn, type Relation } from './relation'
import { ticksOfTimestamp } from './timestamps'

/** The columns that an expression sees. Also computes, only once, values that the expression uses twice. */
export interface Row {
  /** The input, for functions that need its order, such as `prev`. */
  readonly relation: Relation
  column(name: string): Bound | undefined
  /** Returns a reference to a value that is computed once per row. */
  computeOnce(bound: Bound): Bound
  /** Binds an aggregate function, or returns undefined if none are allowed. */
  aggregate(call: Call): Bound | undefined
}

/** The row of an operator's input. */
export class InputRow implements Row {
  readonly #ctes: Ctes
  readonly #computed = new Map<Sql, Sql>()
  #relation: Relation

  constructor(relation: Relation, ctes: Ctes) {
    this.#relation = relation
    this.#ctes = ctes
  }

  /** The input with the values that are computed once. */
  get relation(): Relation {
    return this.#relation
  }

  column(name: string): Bound | undefined {
    const column = findColumn(this.#relation, name)
    return column === undefined ? undefined : boundColumn(column)
  }

  computeOnce(bound: Bound): Bound {
    if (isSimple(bound)) return bound
    let id = this.#computed.get(bound.sql)
    if (id === undefined) {
      id = this.#ctes.column()
      const from = this.#ctes.add(sql`SELECT *, ${bound.sql} AS ${id} FROM ${this.#relation.from}`)
      this.#relation = { ...this.#relation, from }
      this.#computed.set(bound.sql, id)
    }
    return { type: bound.type, sql: id, isConstant: bound.isConstant }
  }

  aggregate(): undefined {
    return undefined
  }
}

export function boundColumn({ type, id, isRaw = false, isBoolText = false }: Column): Bound {
  if (isRaw) return { type, sql: ticksOfTimestamp(id), isConstant: false, raw: id }
  return { type, sql: id, isConstant: false, ...(isBoolText && { isBoolText }) }
}

/**
 * Whether a value need not be stored in a column: it is a column, or DuckDB computes it when it plans the query. Excludes
 * subqueries, which DuckDB does not allow in a lambda.
 */
export function isSimple({ sql: text, isConstant, raw }: Bound): boolean {
  return (isConstant && !text.includes('(SELECT ')) || raw !== undefined || /^[a-z]\d+$/.test(text)
}
