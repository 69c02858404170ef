import { type Sql, sql } from '../sql/sql'
import type { KqlType } from '../types'

/** An expression as SQL, with its names resolved and its type known. */
export interface Bound {
  readonly type: KqlType
  readonly sql: Sql
  /** Whether the value is the same for all rows. */
  readonly isConstant: boolean
  /** The value of a literal. Null stands for a null of the expression's type. */
  readonly value?: string | number | bigint | boolean | null
  /** The stored column of a datetime, which is a TIMESTAMP. Comparing it with a constant lets DuckDB skip row groups. */
  readonly raw?: Sql
  /** Whether a string holds `True` or `False`. */
  readonly isBoolText?: boolean
  /** The names and types of the values of a function that returns several. The SQL is an array of these values. */
  readonly several?: readonly NamedType[]
  /** The value at which a path of members and indexes begins. DuckDB extracts a whole path at once. */
  readonly path?: { readonly base: Sql; readonly json: string }
}

export interface NamedType {
  readonly name: string
  readonly type: KqlType
}

/** The DuckDB type that represents each KQL type. Datetimes and timespans are ticks; dynamic values are JSON. */
export const PHYSICAL: Readonly<Record<KqlType, Sql>> = {
  string: sql`VARCHAR`,
  int: sql`BIGINT`,
  long: sql`BIGINT`,
  real: sql`DOUBLE`,
  decimal: sql`DECIMAL(38, 17)`,
  bool: sql`BOOLEAN`,
  datetime: sql`BIGINT`,
  timespan: sql`BIGINT`,
  dynamic: sql`JSON`,
  guid: sql`VARCHAR`,
}

/** The null of a type. A string is never null. */
export function nullOf(type: KqlType): Sql {
  return type === 'string' ? sql`''` : sql`NULL::${PHYSICAL[type]}`
}
