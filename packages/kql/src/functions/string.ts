import { toText } from '../binding/text'
import { joinSql, type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'
import { limitedCount } from './limited-count'

export const STRING_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('strcat(...values: any): string', 'Joins values to one string.', {
    sql: (_, { args, row }) =>
      sql`(${joinSql(
        args.map((value) => toText(value.path === undefined ? row.computeOnce(value) : value)),
        sql` || `,
      )})`,
    example: ["strcat('a', 1, true)", 'a1True'],
  }),
  scalar(
    'strcat_delim(delimiter: string, ...values: any): string',
    'Joins values to one string, with a delimiter between them.',
    {
      sql: ([delimiter], { args: [, ...values], row }) =>
        sql`concat_ws(${delimiter!}, ${joinSql(values.map((value) => toText(row.computeOnce(value))))})`,
      example: ["strcat_delim('-', 1, 2)", '1-2'],
    },
  ),
  scalar('strlen(source: string): long', 'Number of characters.', {
    implies: { prefix: 'strlen' },
    sql: ([s]) => sql`length(${s!})`,
    example: ["strlen('abc')", '3'],
  }),
  scalar('string_size(source: string): long', 'Number of bytes in UTF-8.', {
    implies: { prefix: 'string_size' },
    sql: ([s]) => sql`strlen(${s!})`,
    example: ["string_size('é')", '2'],
  }),
  scalar('tolower(source: string): string', 'The string in lower case.', {
    sql: ([s]) => sql`lower(${s!})`,
    example: ["tolower('ABC')", 'abc'],
  }),
  scalar('toupper(source: string): string', 'The string in upper case.', {
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
  scalar('reverse(value: any): string', 'The characters of a string in reverse order.', {
    sql: (_, { args: [value], row }) =>
      sql`array_to_string(list_reverse(string_split(${toText(row.computeOnce(value!))}, '')), '')`,
    example: ["reverse('abc')", 'cba'],
  }),
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
    'replace_strings(source: string, parts: dynamic, replacements: dynamic): string',
    'Replaces each occurrence of several strings, one after the other.',
    {
      repeats: true,
      sql: ([s, parts, by]) => {
        const texts = (array: Sql) =>
          sql`list_transform(TRY_CAST(${array} AS JSON[]), e -> json_extract_string(e, '$'))`
        const pairs = sql`list_transform(${texts(parts!)}, (p, i) -> [p, coalesce(${texts(by!)}[i], '')])`
        const used = sql`list_filter(${pairs}, p -> p[1] <> '')`
        return sql`list_reduce(list_prepend([${s!}], ${used}), (a, p) -> [replace(a[1], p[1], p[2])])[1]`
      },
      example: ["replace_strings('a.b', dynamic(['a', '.']), dynamic(['x', '-']))", 'x-b'],
    },
  ),
  scalar('translate(from: string, to: string, source: string): string', 'Replaces characters with others.', {
    repeats: true,
    sql: ([from, to, s]) =>
      sql`CASE WHEN ${from!} = '' THEN ${s!} WHEN ${to!} = '' THEN regexp_replace(${s!}, '[' || regexp_escape(${from!}) || ']', '', 'g') ELSE translate(${s!}, ${from!}, rpad(${to!}, length(${from!})::INTEGER, right(${to!}, 1))) END`,
    example: ["translate('abc', 'xyz', 'aabbc')", 'xxyyz'],
  }),
  scalar('split(source: string, delimiter: string, index?: long): dynamic', 'Splits a string at a delimiter.', {
    implies: 'first',
    repeats: true,
    sql: ([s, delimiter, index]) => {
      const parts = sql`CASE WHEN ${s!} = '' THEN [''] ELSE string_split(${s!}, ${delimiter!}) END`
      if (index === undefined) return sql`to_json(${parts})`
      return sql`to_json(nullif(list_slice(${parts}, ${index} + 1, ${index} + 1), []))`
    },
    example: ["split('a-b', '-')", '["a","b"]'],
  }),
  scalar('strcmp(a: string, b: string): long', '-1, 0 or 1 for the order of two strings.', {
    repeats: true,
    sql: ([a, b]) => sql`CASE WHEN ${a!} = ${b!} THEN 0 WHEN ${a!} < ${b!} THEN -1 ELSE 1 END`,
    example: ["strcmp('a', 'b')", '-1'],
  }),
  scalar('strrep(value: any, count: long, delimiter?: string): string', 'Repeats a string.', {
    sql: ([, count, delimiter = sql`''`], { args: [value], row }) => {
      const text = toText(row.computeOnce(value!))
      const times = limitedCount(count!, 'strrep', sql`(len(${text}) + len(${delimiter}))`)
      return sql`array_to_string(list_transform(range(0, ${times}), i -> ${text}), ${delimiter})`
    },
    example: ["strrep('ab', 2)", 'abab'],
  }),
]
