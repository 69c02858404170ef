import { generated, joinSql, type Sql, sql } from '../sql/sql'

/** Collects the common table expressions of a query, and generates names. */
export class Ctes {
  readonly #bodies: Sql[] = []
  #names = 0

  /** Adds an expression and returns its name. */
  add(body: Sql): Sql {
    this.#bodies.push(body)
    return generated('r', this.#bodies.length)
  }

  /** Returns a new name for a column. */
  column(): Sql {
    return generated('c', ++this.#names)
  }

  with(select: Sql): Sql {
    if (this.#bodies.length === 0) return select
    const list = this.#bodies.map((body, index) => sql`${generated('r', index + 1)} AS (${body})`)
    return sql`WITH ${joinSql(list, sql`,\n`)}\n${select}`
  }
}
