import { joinSql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const ENCODING_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('isascii(source: string): bool', 'Whether all characters are ASCII.', {
    sql: ([s]) => sql`regexp_full_match(${s!}, '[\\x00-\\x7F]*')`,
    example: ["isascii('a')", 'true'],
  }),
  scalar('isutf8(source: string): bool', 'Whether a string is UTF-8.', {
    sql: ([s]) => sql`(${s!} IS NOT NULL)`,
    example: ["isutf8('a')", 'true'],
  }),
  scalar('unicode_codepoints_from_string(source: string): dynamic', 'The code points of a string.', {
    aliases: ['to_utf8'],
    sql: ([s]) => sql`to_json(list_transform(string_split(${s!}, ''), c -> unicode(c)))`,
    example: ["unicode_codepoints_from_string('ab')", '[97,98]'],
  }),
  scalar('unicode_codepoints_to_string(...values: any): string', 'A string of code points.', {
    aliases: ['make_string'],
    sql: (_, { args }) =>
      sql`(${joinSql(
        args.map(({ type, sql: value }) =>
          type === 'dynamic'
            ? sql`array_to_string(list_transform(TRY_CAST(${value} AS BIGINT[]), c -> chr(c::INTEGER)), '')`
            : sql`chr((${value})::INTEGER)`,
        ),
        sql` || `,
      )})`,
    example: ['unicode_codepoints_to_string(97, 98)', 'ab'],
  }),
  scalar('url_encode(source: string): string', 'Escapes the characters that a URL cannot contain.', {
    aliases: ['url_encode_component'],
    sql: ([s]) => sql`url_encode(${s!})`,
    example: ["url_encode('a b')", 'a%20b'],
  }),
  scalar('url_decode(source: string): string', 'Decodes the escapes of a URL.', {
    sql: ([s]) => sql`url_decode(${s!})`,
    example: ["url_decode('a%20b')", 'a b'],
  }),
  scalar('tohex(value: long, width?: long): string', 'An integer in hexadecimal digits.', {
    implies: 'first',
    repeats: true,
    sql: ([value, width]) => {
      const digits = sql`lower(to_hex(${value!}))`
      return width === undefined
        ? sql`coalesce(${digits}, '')`
        : sql`coalesce(CASE WHEN length(${digits}) >= ${width} THEN ${digits} ELSE lpad(${digits}, ${width}::INTEGER, '0') END, '')`
    },
    example: ['tohex(255)', 'ff'],
  }),
  scalar('parse_csv(source: string): dynamic', 'The fields of the first line of comma-separated values.', {
    implies: 'first',
    repeats: true,
    sql: ([s]) => {
      const line = sql`regexp_extract(${s!}, '^(?:"(?:[^"]|"")*"|[^"\\r\\n])*')`
      const fields = sql`regexp_extract_all(${line}, '(?:^|,)("(?:[^"]|"")*"|[^,]*)', 1)`
      const value = sql`CASE WHEN f LIKE '"%"' THEN replace(f[2:-2], '""', '"') ELSE f END`
      return sql`to_json(list_transform(${fields}, f -> ${value}))`
    },
    example: [`parse_csv('a,"b,c"')`, '["a","b,c"]'],
  }),
]
