import { FALSE, integerLiteral, realLiteral, type Sql, sql, stringLiteral, TRUE } from '../sql/sql'
import type { KqlType } from '../types'
import { type Bound, nullOf, PHYSICAL } from './bound'

/** Returns a literal as SQL. A null has the given type. */
export function literal(type: KqlType, value: Bound['value']): Bound {
  return {
    type,
    sql: value === null || value === undefined ? nullOf(type) : valueSql(type, value),
    isConstant: true,
    value: value ?? null,
  }
}

// --- helpers ---

function valueSql(type: KqlType, value: string | number | bigint | boolean): Sql {
  switch (type) {
    case 'string':
    case 'guid':
      return stringLiteral(String(value))
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return integerLiteral(BigInt(value as bigint))
    case 'real':
      return realLiteral(Number(value))
    case 'decimal':
      return sql`${stringLiteral(String(value))}::${PHYSICAL.decimal}`
    case 'bool':
      return value === true ? TRUE : FALSE
    case 'dynamic':
      return sql`${stringLiteral(String(value))}::JSON`
  }
}
