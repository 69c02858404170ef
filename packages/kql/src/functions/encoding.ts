import { toText } from '../binding/convert'
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
    otherNames: ['to_utf8'],
    sql: ([s]) => sql`to_json(list_transform(string_split(${s!}, ''), c -> unicode(c)))`,
    example: ["unicode_codepoints_from_string('ab')", '[97,98]'],
  }),
  scalar('unicode_codepoints_to_string(...values: any): string', 'A string of code points.', {
    otherNames: ['make_string'],
    sql: (_, { args }) =>
      sql`(${joinSql(
        args.map(({ type, sql: value }) =>
          type === 'dynamic'
            ? sql`array_to_string(list_transform(CAST(${value} AS BIGINT[]), c -> chr(c::INTEGER)), '')`
            : sql`chr((${value})::INTEGER)`,
        ),
        sql` || `,
      )})`,
    example: ['unicode_codepoints_to_string(97, 98)', 'ab'],
  }),
  scalar('base64_encode_tostring(source: string): string', 'Encodes a string in base 64.', {
    oldNames: ['base64_encodestring'],
    sql: ([s]) => sql`to_base64(encode(${s!}))`,
    example: ["base64_encode_tostring('ab')", 'YWI='],
  }),
  scalar(
    'base64_decode_tostring(source: string): string',
    'Decodes a string from base 64. Empty if the result is not UTF-8.',
    {
      oldNames: ['base64_decodestring'],
      repeats: true,
      sql: ([s]) =>
        sql`CASE WHEN regexp_full_match(${s!}, '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?') THEN coalesce(TRY(decode(from_base64(${s!}))), '') ELSE '' END`,
      example: ["base64_decode_tostring('YWI=')", 'ab'],
    },
  ),
  scalar('url_encode(source: string): string', 'Escapes the characters that a URL cannot contain.', {
    otherNames: ['url_encode_component'],
    sql: ([s]) => sql`url_encode(${s!})`,
    example: ["url_encode('a b')", 'a%20b'],
  }),
  scalar('url_decode(source: string): string', 'Decodes the escapes of a URL.', {
    sql: ([s]) => sql`url_decode(${s!})`,
    example: ["url_decode('a%20b')", 'a b'],
  }),
  scalar('hash_sha256(value: any): string', 'SHA-256 of a string, in hexadecimal digits.', {
    sql: (_, { args: [value], row }) => sql`sha256(${toText(row.once(value!))})`,
    example: ["substring(hash_sha256('a'), 0, 8)", 'ca978112'],
  }),
  scalar('hash_md5(value: any): string', 'MD5 of a string, in hexadecimal digits.', {
    sql: (_, { args: [value], row }) => sql`md5(${toText(row.once(value!))})`,
    example: ["substring(hash_md5('a'), 0, 8)", '0cc175b9'],
  }),
  scalar('hash_sha1(value: any): string', 'SHA-1 of a string, in hexadecimal digits.', {
    sql: (_, { args: [value], row }) => sql`sha1(${toText(row.once(value!))})`,
    example: ["substring(hash_sha1('a'), 0, 8)", '86f7e437'],
  }),
  scalar('tohex(value: long, width?: long): string', 'An integer in hexadecimal digits.', {
    repeats: true,
    sql: ([value, width]) => {
      const digits = sql`lower(to_hex(${value!}))`
      return width === undefined
        ? sql`coalesce(${digits}, '')`
        : sql`coalesce(CASE WHEN length(${digits}) >= ${width} THEN ${digits} ELSE lpad(${digits}, ${width}::INTEGER, '0') END, '')`
    },
    example: ['tohex(255)', 'ff'],
  }),
  scalar('parse_csv(source: string): dynamic', 'The fields of one line of comma-separated values.', {
    sql: ([s]) =>
      sql`to_json(list_transform(regexp_extract_all(${s!}, '(?:^|,)("(?:[^"]|"")*"|[^,]*)', 1), f -> CASE WHEN f LIKE '"%"' THEN replace(f[2:-2], '""', '"') ELSE f END))`,
    example: [`parse_csv('a,"b,c"')`, '["a","b,c"]'],
  }),
]
