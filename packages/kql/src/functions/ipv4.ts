import { joinSql, type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

/** Functions on IPv4 addresses, which may have a prefix length such as `/24`. The remaining bits are then ignored. */
export const IPV4_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('parse_ipv4(address: string): long', 'An IPv4 address as a number. Null if it is not one.', {
    repeats: true,
    sql: ([address]) => masked(address!, suffix(address!)),
    example: ["parse_ipv4('192.168.1.1')", '3232235777'],
  }),
  scalar('parse_ipv4_mask(address: string, prefix: long): long', 'An IPv4 address without the bits after a prefix.', {
    repeats: true,
    sql: ([address, prefix]) => masked(address!, sql`least(${suffix(address!)}, ${prefix!})`),
    example: ["parse_ipv4_mask('192.168.1.1', 24)", '3232235776'],
  }),
  scalar('ipv4_netmask_suffix(address: string): long', 'The size of the prefix of an IPv4 address.', {
    repeats: true,
    sql: ([address]) => suffix(address!),
    example: ["ipv4_netmask_suffix('10.1.2.3/24')", '24'],
  }),
  scalar('format_ipv4(address: any, prefix?: long): string', 'An IPv4 address without the bits after a prefix.', {
    repeats: true,
    sql: (values, { args: [address] }) => sql`coalesce(${formatted(address!.type, values).text}, '')`,
    example: ["format_ipv4('192.168.1.255', 24)", '192.168.1.0'],
  }),
  scalar('format_ipv4_mask(address: any, prefix?: long): string', 'An IPv4 address with its prefix.', {
    repeats: true,
    sql: (values, { args: [address] }) => {
      const { text, prefix } = formatted(address!.type, values)
      return sql`coalesce(${text} || '/' || ${prefix}, '')`
    },
    example: ["format_ipv4_mask('192.168.1.255', 24)", '192.168.1.0/24'],
  }),
  scalar(
    'ipv4_compare(a: string, b: string, prefix?: long): long',
    '-1, 0 or 1 for the order of two IPv4 addresses, of which only the shortest prefix counts.',
    {
      repeats: true,
      sql: ([a, b, prefix]) => {
        const [x, y] = common(a!, b!, prefix)
        return sql`CASE WHEN ${x} < ${y} THEN -1 WHEN ${x} > ${y} THEN 1 WHEN ${x} = ${y} THEN 0 END`
      },
      example: ["ipv4_compare('192.168.1.1', '192.168.1.255')", '-1'],
    },
  ),
  scalar(
    'ipv4_is_match(a: string, b: string, prefix?: long): bool',
    'Whether two IPv4 addresses are the same, of which only the shortest prefix counts.',
    {
      repeats: true,
      sql: ([a, b, prefix]) => {
        const [x, y] = common(a!, b!, prefix)
        return sql`(${x} = ${y})`
      },
      example: ["ipv4_is_match('192.168.1.1/24', '192.168.1.255')", 'true'],
    },
  ),
  scalar('ipv4_is_in_range(address: string, range: string): bool', 'Whether an IPv4 address is in a range.', {
    repeats: true,
    sql: ([address, range]) => isInRange(address!, range!),
    example: ["ipv4_is_in_range('192.168.1.6', '192.168.1.1/24')", 'true'],
  }),
  scalar(
    'ipv4_is_in_any_range(address: string, ...ranges: any): bool',
    'Whether an IPv4 address is in any of several ranges, or of an array of ranges.',
    {
      repeats: true,
      sql: ([address, ...ranges], { args: [, ...bounds] }) => {
        const lists = ranges.map((range, index) =>
          bounds[index]!.type === 'dynamic'
            ? sql`list_transform(TRY_CAST(${range} AS JSON[]), r -> json_extract_string(r, '$'))`
            : sql`[${range}]`,
        )
        const all = lists.reduce((a, b) => sql`list_concat(${a}, ${b})`)
        return sql`list_bool_or(list_transform(${all}, r -> ${isInRange(address!, sql`r`)}))`
      },
      example: ["ipv4_is_in_any_range('192.168.1.6', '10.0.0.0/8', '192.168.1.1/24')", 'true'],
    },
  ),
  scalar('ipv4_is_private(address: string): bool', 'Whether an IPv4 address is in a private network.', {
    repeats: true,
    sql: ([address]) => {
      const networks = [sql`'10.0.0.0/8'`, sql`'172.16.0.0/12'`, sql`'192.168.0.0/16'`]
      const tests = networks.map((network) => isInRange(address!, network))
      return sql`(${joinSql(tests, sql` OR `)})`
    },
    example: ["ipv4_is_private('192.168.1.1')", 'true'],
  }),
]

// --- helpers, in order of use ---

const BYTE = sql`(25[0-5]|2[0-4]\\d|1?\\d?\\d)`

/** The length of the prefix. Null if the string is not an address. */
function suffix(address: Sql): Sql {
  const isAddress = sql`regexp_full_match(${address}, '\\s*(${BYTE}\\.){3}${BYTE}(/(3[0-2]|[12]?\\d))?\\s*')`
  return sql`CASE WHEN ${isAddress} THEN coalesce(TRY_CAST(regexp_extract(${address}, '/(\\d+)', 1) AS BIGINT), 32) END`
}

/** The address as a number, with all bits after the prefix set to 0. */
function masked(address: Sql, prefix: Sql): Sql {
  const byte = (number: number) => sql`TRY_CAST(split_part(split_part(${address}, '/', 1), '.', ${number}) AS BIGINT)`
  const value = sql`(((${byte(1)} * 256 + ${byte(2)}) * 256 + ${byte(3)}) * 256 + ${byte(4)})`
  return sql`CASE WHEN ${prefix} BETWEEN 0 AND 32 THEN ${value} - ${value} % (1::BIGINT << (32 - ${prefix})::INTEGER) END`
}

function formatted(type: string, [address, prefix]: readonly Sql[]): { readonly text: Sql; readonly prefix: Sql } {
  const isText = type === 'string' || type === 'dynamic'
  const own = isText ? suffix(address!) : sql`32`
  const size = prefix === undefined ? own : sql`least(${own}, ${prefix})`
  const isNumber = sql`${address!} BETWEEN 0 AND 4294967295 AND ${size} BETWEEN 0 AND 32`
  const number = isText
    ? masked(address!, size)
    : sql`CASE WHEN ${isNumber} THEN ${address!} - ${address!} % (1::BIGINT << (32 - ${size})::INTEGER) END`
  const bytes = [24, 16, 8, 0].map((bits) => sql`((${number} >> ${bits}) & 255)`)
  return { text: sql`(${joinSql(bytes, sql` || '.' || `)})`, prefix: size }
}

/** Both addresses as numbers, with all bits after the shortest prefix set to 0. */
function common(a: Sql, b: Sql, prefix: Sql | undefined): readonly [Sql, Sql] {
  const shortest = sql`least(${suffix(a)}, ${suffix(b)}${prefix === undefined ? sql`` : sql`, ${prefix}`})`
  const isValid = sql`${suffix(a)} IS NOT NULL AND ${suffix(b)} IS NOT NULL`
  const size = sql`CASE WHEN ${isValid} THEN ${shortest} END`
  return [masked(a, size), masked(b, size)]
}

function isInRange(address: Sql, range: Sql): Sql {
  const size = sql`CASE WHEN ${suffix(address)} IS NOT NULL THEN ${suffix(range)} END`
  return sql`(${masked(address, size)} = ${masked(range, size)})`
}
