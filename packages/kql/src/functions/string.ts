import { toText } from '../binding/convert'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'

export const STRING_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('strcat(...values: any): string', 'Joins the texts of values.', {
    sql: (_, { args, row }) =>
      sql`(${joinSql(
        args.map((value) => toText(value.path === undefined ? row.once(value) : value)),
        sql` || `,
      )})`,
    example: ["strcat('a', 1, true)", 'a1True'],
  }),
  scalar('strcat_delim(delimiter: string, ...values: any): string', 'Joins the texts of values with a delimiter.', {
    sql: ([delimiter], { args: [, ...values], row }) =>
      sql`concat_ws(${delimiter!}, ${joinSql(values.map((value) => toText(row.once(value))))})`,
    example: ["strcat_delim('-', 1, 2)", '1-2'],
  }),
  scalar('strlen(source: string): long', 'Number of characters.', {
    sql: ([s]) => sql`length(${s!})`,
    example: ["strlen('abc')", '3'],
  }),
  scalar('string_size(source: string): long', 'Number of bytes in UTF-8.', {
    sql: ([s]) => sql`strlen(${s!})`,
    example: ["string_size('é')", '2'],
  }),
  scalar('tolower(source: string): string', 'The text in lower case.', {
    sql: ([s]) => sql`lower(${s!})`,
    example: ["tolower('ABC')", 'abc'],
  }),
  scalar('toupper(source: string): string', 'The text in upper case.', {
    sql: ([s]) => sql`replace(upper(replace(${s!}, 'ß', chr(57344))), chr(57344), 'ß')`,
    example: ["toupper('abc')", 'ABC'],
  }),
  scalar(
    'substring(source: string, start: long, length?: long): string',
    'A part of a string. A negative start counts from the end.',
    {
      repeats: true,
      sql: ([s, start, length]) => {
        const from = sql`(CASE WHEN ${start!} < 0 THEN length(${s!}) + ${start!} ELSE ${start!} END + 1)`
        const part =
          length === undefined
            ? sql`substring(${s!}, ${from})`
            : sql`CASE WHEN ${length} <= 0 OR ${from} <= 0 THEN '' ELSE substring(${s!}, ${from}, ${length}) END`
        return sql`coalesce(${part}, '')`
      },
      example: ["substring('abcd', -2)", 'cd'],
    },
  ),
  scalar('reverse(value: any): string', 'The characters of a text from the last to the first.', {
    sql: (_, { args: [value], row }) =>
      sql`array_to_string(list_reverse(string_split(${toText(row.once(value!))}, '')), '')`,
    example: ["reverse('abc')", 'cba'],
  }),
  scalar(
    'indexof(source: any, part: any, start?: long, length?: long, occurrence?: long): long',
    'Position of a part, or -1.',
    {
      sql: indexOf,
      example: ["indexof('abcabc', 'c')", '2'],
    },
  ),
  scalar(
    'countof(source: string, part: string, kind?: string): long',
    'Number of times that a part or a regular expression occurs.',
    {
      repeats: true,
      sql: ([s, part], { args: [, , kind] }) =>
        kind?.value === 'regex'
          ? sql`len(regexp_extract_all(${s!}, ${part!}))`
          : sql`CASE WHEN ${part!} = '' THEN 0 ELSE len(list_filter(range(1, length(${s!}) + 1), i -> substring(${s!}, i, length(${part!})) = ${part!})) END`,
      example: ["countof('aXaX', 'a')", '2'],
    },
  ),
  scalar(
    'replace_string(source: string, part: string, replacement: string): string',
    'Replaces each occurrence of a string.',
    {
      repeats: true,
      sql: ([s, part, by]) => sql`CASE WHEN ${part!} = '' THEN ${s!} ELSE replace(${s!}, ${part!}, ${by!}) END`,
      example: ["replace_string('a.b', '.', '-')", 'a-b'],
    },
  ),
  scalar(
    'replace_regex(source: string, pattern: string, replacement: string): string',
    'Replaces each match of a regular expression.',
    {
      sql: ([s, pattern, by]) => sql`regexp_replace(${s!}, ${pattern!}, ${by!}, 'g')`,
      example: ["replace_regex('a1b2', '[0-9]', '#')", 'a#b#'],
    },
  ),
  scalar(
    'replace(pattern: string, replacement: string, source: string): string',
    'Replaces each match of a regular expression. Use replace_regex().',
    {
      sql: ([pattern, by, s]) => sql`regexp_replace(${s!}, ${pattern!}, ${by!}, 'g')`,
      example: ["replace('[0-9]', '#', 'a1')", 'a#'],
    },
  ),
  scalar('translate(from: string, to: string, source: string): string', 'Replaces characters by others.', {
    repeats: true,
    sql: ([from, to, s]) =>
      sql`CASE WHEN ${to!} = '' THEN regexp_replace(${s!}, '[' || regexp_escape(${from!}) || ']', '', 'g') ELSE translate(${s!}, ${from!}, rpad(${to!}, length(${from!})::INTEGER, right(${to!}, 1))) END`,
    example: ["translate('abc', 'xyz', 'aabbc')", 'xxyyz'],
  }),
  scalar(
    'extract(pattern: string, group: long, source: string, type?: any): string',
    'A group of the first match of a regular expression.',
    {
      sql: ([pattern, group, s]) => sql`coalesce(regexp_extract(${s!}, ${pattern!}, ${group!}::INTEGER), '')`,
      example: ["extract('a(.)', 1, 'xab')", 'b'],
    },
  ),
  scalar(
    'extract_all(pattern: string, groups: any, source?: string): dynamic',
    'The groups of all matches of a regular expression. Null if there is none.',
    {
      sql: extractAll,
      example: ["extract_all('([a-z])', 'a1b')", '["a","b"]'],
    },
  ),
  scalar('split(source: string, delimiter: string, index?: long): dynamic', 'The parts of a string.', {
    repeats: true,
    sql: ([s, delimiter, index]) => {
      const parts = sql`CASE WHEN ${s!} = '' THEN [''] ELSE string_split(${s!}, ${delimiter!}) END`
      if (index === undefined) return sql`to_json(${parts})`
      return sql`to_json(nullif(list_slice(${parts}, ${index} + 1, ${index} + 1), []))`
    },
    example: ["split('a-b', '-')", '["a","b"]'],
  }),
  trim('trim', 'both', 'Removes one match of a regular expression from each end.', ["trim('-', '-a-')", 'a']),
  trim('trim_start', 'start', 'Removes a match of a regular expression from the start.', [
    "trim_start('-', '-a-')",
    'a-',
  ]),
  trim('trim_end', 'end', 'Removes a match of a regular expression from the end.', ["trim_end('-', '-a-')", '-a']),
  scalar('strcmp(a: string, b: string): long', '-1, 0 or 1 for the order of two strings.', {
    repeats: true,
    sql: ([a, b]) => sql`CASE WHEN ${a!} = ${b!} THEN 0 WHEN ${a!} < ${b!} THEN -1 ELSE 1 END`,
    example: ["strcmp('a', 'b')", '-1'],
  }),
  scalar('strrep(value: any, count: long, delimiter?: string): string', 'Repeats a text.', {
    sql: ([, count, delimiter], { args: [value], row }) =>
      sql`array_to_string(list_transform(range(0, ${count!}), i -> ${toText(row.once(value!))}), ${delimiter ?? sql`''`})`,
    example: ["strrep('ab', 2)", 'abab'],
  }),
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
  scalar('base64_encode_tostring(source: string): string', 'A string in base 64.', {
    oldNames: ['base64_encodestring'],
    sql: ([s]) => sql`to_base64(encode(${s!}))`,
    example: ["base64_encode_tostring('ab')", 'YWI='],
  }),
  scalar(
    'base64_decode_tostring(source: string): string',
    'The string that base 64 stands for. Empty if it is no UTF-8.',
    {
      oldNames: ['base64_decodestring'],
      repeats: true,
      sql: ([s]) =>
        sql`CASE WHEN regexp_full_match(${s!}, '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?') THEN coalesce(TRY(decode(from_base64(${s!}))), '') ELSE '' END`,
      example: ["base64_decode_tostring('YWI=')", 'ab'],
    },
  ),
  scalar('url_encode(source: string): string', 'Escapes the characters that a URL cannot hold.', {
    otherNames: ['url_encode_component'],
    sql: ([s]) => sql`url_encode(${s!})`,
    example: ["url_encode('a b')", 'a%20b'],
  }),
  scalar('url_decode(source: string): string', 'Reads the escapes of a URL.', {
    sql: ([s]) => sql`url_decode(${s!})`,
    example: ["url_decode('a%20b')", 'a b'],
  }),
  scalar('hash_sha256(value: any): string', 'SHA-256 of a text, in hexadecimal digits.', {
    sql: (_, { args: [value], row }) => sql`sha256(${toText(row.once(value!))})`,
    example: ["substring(hash_sha256('a'), 0, 8)", 'ca978112'],
  }),
  scalar('hash_md5(value: any): string', 'MD5 of a text, in hexadecimal digits.', {
    sql: (_, { args: [value], row }) => sql`md5(${toText(row.once(value!))})`,
    example: ["substring(hash_md5('a'), 0, 8)", '0cc175b9'],
  }),
  scalar('hash_sha1(value: any): string', 'SHA-1 of a text, in hexadecimal digits.', {
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
  scalar('regex_quote(source: string): string', 'Escapes the characters with a meaning in regular expressions.', {
    sql: ([s]) => sql`regexp_replace(${s!}, '([\\\\.^$|?*+(){}\\[\\]#\\s])', '\\\\\\1', 'g')`,
    example: ["regex_quote('a.b')", 'a\\.b'],
  }),
]

// --- helpers, in order of use ---

function indexOf(_: readonly Sql[], { args, call, row }: CallContext): Sql {
  const [source, part, start, length, occurrence] = args
  if (length !== undefined || occurrence !== undefined) {
    throw new KqlError(
      'UNSUPPORTED',
      call,
      'indexof() with a length or an occurrence is not supported. Use substring() first.',
    )
  }
  const text = row.once({ ...source!, type: 'string', sql: toText(row.once(source!)) }).sql
  const looked = row.once({ ...part!, type: 'string', sql: toText(row.once(part!)) }).sql
  if (start === undefined) return sql`(strpos(${text}, ${looked}) - 1)`
  const from = sql`CASE WHEN ${start.sql} < 0 THEN greatest(length(${text}) + ${start.sql}, 0) ELSE ${start.sql} END`
  const found = sql`strpos(substring(${text}, ${from} + 1), ${looked})`
  return sql`CASE WHEN ${from} > length(${text}) OR ${found} = 0 THEN -1 ELSE ${found} - 1 + ${from} END`
}

/** Kusto removes one match at each end, so that `trim('x', 'xxa')` is `xa`. */
function trim(
  name: string,
  end: 'both' | 'start' | 'end',
  doc: string,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(pattern: string, source: string): string`, doc, {
    sql: ([pattern, source]) => {
      const start = end === 'end' ? source! : sql`regexp_replace(${source!}, '^(' || ${pattern!} || ')', '')`
      return end === 'start' ? start : sql`regexp_replace(${start}, '(' || ${pattern!} || ')$', '')`
    },
    example,
  })
}

/** One group gives its texts; several give an array for each match. */
function extractAll(_: readonly Sql[], { args, call, row }: CallContext): Sql {
  const [pattern, second, third] = args
  if (typeof pattern?.value !== 'string')
    throw new KqlError('ARGUMENTS', call, 'The pattern of extract_all() must be a string literal.')
  const chosen =
    third !== undefined && typeof second?.value === 'string'
      ? (JSON.parse(second.value) as readonly number[])
      : undefined
  const count = new RegExp(`${pattern.value}|`).exec('')!.length - 1
  if (count === 0)
    throw new KqlError('ARGUMENTS', call, 'The pattern of extract_all() must have a group, such as (a+).')
  const groups = chosen ?? Array.from({ length: count }, (_unused, index) => index + 1)
  const source = row.once({ ...(third ?? second!), type: 'string', sql: toText(row.once(third ?? second!)) }).sql
  const of = (group: number) => sql`regexp_extract_all(${source}, ${pattern.sql}, ${group})`
  const [first] = groups
  if (groups.length === 1) return sql`to_json(nullif(${of(first!)}, []))`
  const zipped = sql`list_transform(range(1, len(${of(first!)}) + 1), i -> [${joinSql(groups.map((group) => sql`coalesce(${of(group)}[i], '')`))}])`
  return sql`CASE WHEN len(${of(first!)}) > 0 THEN to_json(${zipped}) END`
}
