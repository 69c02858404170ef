import { generated, joinSql, type Sql, sql } from '../sql/sql'

/** Collects the common table expressions of a query, and generates names. */
export class Ctes {
  readonly #bodies: Sql[] = []
  /** The columns of the recursive expressions. */
  readonly #recursive = new Map<Sql, Sql>()
  #names = 0

  /** Adds an expression and returns its name. */
  add(body: Sql): Sql {
    this.#bodies.push(body)
    return generated('r', this.#bodies.length)
  }

  /** Adds a recursive expression. `body` receives the name of the expression. */
  addRecursive(columns: readonly Sql[], body: (name: Sql) => Sql): Sql {
    const name = generated('r', this.#bodies.length + 1)
    this.#bodies.push(body(name))
    this.#recursive.set(name, joinSql(columns))
    return name
  }

  /** Returns a new name for a column. */
  column(): Sql {
    return generated('c', ++this.#names)
  }

  with(select: Sql): Sql {
    if (this.#bodies.length === 0) return select
    const list = this.#bodies.map((body, index) => {
      const name = generated('r', index + 1)
      const columns = this.#recursive.get(name)
      return columns === undefined ? sql`${name} AS (${body})` : sql`${name}(${columns}) AS (${body})`
    })
    return sql`WITH ${this.#recursive.size > 0 ? sql`RECURSIVE ` : sql``}${joinSql(list, sql`,\n`)}\n${select}`
  }
}
