declare const brand: unique symbol

/**
 * A piece of SQL. Only this file makes values of this type, from templates in the source code and from escaped values, so user
 * input never becomes SQL unescaped.
 */
export type Sql = string & { readonly [brand]: true }

/** Makes SQL from a template. Its values are other pieces of SQL, or integers that the program chose. */
export function sql(strings: TemplateStringsArray, ...values: readonly (Sql | number | bigint)[]): Sql {
  let text = strings[0]!
  for (const [index, value] of values.entries()) text += `${value}${strings[index + 1]}`
  return text as Sql
}

export function joinSql(parts: readonly Sql[], separator: Sql = sql`, `): Sql {
  return parts.join(separator) as Sql
}

/** A string literal. A NUL would end the statement, so it is written as `chr(0)`. */
export function stringLiteral(value: string): Sql {
  const quoted = `'${value.replaceAll("'", "''")}'`
  if (!quoted.includes('\0')) return quoted as Sql
  return `(${quoted.replaceAll('\0', "'||chr(0)||'")})` as Sql
}

/** An identifier of the schema. */
export function identifier(name: string): Sql {
  return `"${name.replaceAll('"', '""')}"` as Sql
}

/** A name that the program generates, such as `c17`. It needs no quotes. */
export function generated(prefix: 'c' | 'r' | 'o' | 'h', number: number): Sql {
  return `${prefix}${number}` as Sql
}

/** An integer literal. The smallest long is special, because its positive counterpart is out of range. */
export function integerLiteral(value: bigint): Sql {
  return (
    value === MIN_LONG ? "'-9223372036854775808'::BIGINT" : value < 0n ? `(${value}::BIGINT)` : `${value}::BIGINT`
  ) as Sql
}

/** A DOUBLE literal. DuckDB reads `0.1` as a DECIMAL. */
export function realLiteral(value: number): Sql {
  return `'${value}'::DOUBLE` as Sql
}

export const TRUE = sql`true`
export const FALSE = sql`false`

const MIN_LONG = -(2n ** 63n)
