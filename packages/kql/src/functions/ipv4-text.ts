import { type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/** Functions that search a string for IPv4 addresses. */
export const IPV4_TEXT_FUNCTIONS: readonly FunctionEntry[] = [
  search('has_ipv4', 'address: string', 'an IPv4 address', false, [
    "has_ipv4('from 127.0.0.1:80', '127.0.0.1')",
    'true',
  ]),
  search('has_any_ipv4', '...addresses: any', 'any of several IPv4 addresses', false, [
    "has_any_ipv4('from 127.0.0.1', '10.0.0.1', '127.0.0.1')",
    'true',
  ]),
  search('has_ipv4_prefix', 'prefix: string', 'an IPv4 address with a prefix such as 10.1.', true, [
    "has_ipv4_prefix('from 127.0.0.1', '127.0.')",
    'true',
  ]),
  search('has_any_ipv4_prefix', '...prefixes: any', 'an IPv4 address with any of several prefixes', true, [
    "has_any_ipv4_prefix('from 127.0.0.1', dynamic(['10.', '127.0.']))",
    'true',
  ]),
]

// --- helpers, in order of use ---

function search(
  name: string,
  parameter: string,
  what: string,
  isPrefix: boolean,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(source: string, ${parameter}): bool`, `Whether a string contains ${what}.`, {
    repeats: true,
    sql: ([source, ...wanted], context) => {
      const matches = sql`list_filter(${wantedList(wanted, context)}, w -> ${isFound(isPrefix)})`
      return sql`len(list_filter(${addressesIn(source!)}, a -> len(${matches}) > 0)) > 0`
    },
    example,
  })
}

/** The arguments, or the elements of an array. */
function wantedList(wanted: readonly Sql[], { args: [, ...bounds] }: CallContext): Sql {
  return wanted
    .map((value, index) =>
      bounds[index]!.type === 'dynamic'
        ? sql`list_transform(TRY_CAST(${value} AS JSON[]), e -> json_extract_string(e, '$'))`
        : sql`[${value}]`,
    )
    .reduce((a, b) => sql`list_concat(${a}, ${b})`)
}

/** Whether an address is found. A prefix must be a whole address or end with a dot. */
function isFound(isPrefix: boolean): Sql {
  return isPrefix ? sql`(a = w OR (ends_with(w, '.') AND starts_with(a, w)))` : sql`a = w`
}

/** The valid addresses in a string that have no letter or digit directly before or after them. */
function addressesIn(text: Sql): Sql {
  const byte = sql`(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)`
  return sql`regexp_extract_all(${text}, '\\b(?:${byte}\\.){3}${byte}\\b')`
}
