import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import type { Row } from '../binding/row'
import { toText } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/** Functions that search a string. */
export const SEARCH_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'indexof(source: any, part: any, start?: long, length?: long, occurrence?: long): long',
    'Position of a substring, or -1. A start and a length limit where it may begin; a negative start counts from the end.',
    {
      sql: (_, context) => indexOf(context, partStarts, true),
      example: ["indexof('abcabc', 'c', 3)", '5'],
    },
  ),
  scalar(
    'indexof_regex(source: any, pattern: any, start?: long, length?: long, occurrence?: long): long',
    'Position of a match of a regular expression, or -1. Null if the start is negative.',
    {
      sql: (_, context) => indexOf(context, matchStarts, false),
      example: ["indexof_regex('abcabc', 'a.c')", '0'],
    },
  ),
  scalar(
    'countof(source: string, part: string, kind?: string): long',
    'Number of times that a substring or a regular expression occurs.',
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
    'has_any_index(source: string, terms: dynamic): long',
    'Position in the array of the first term that a string contains, or -1.',
    {
      repeats: true,
      sql: ([s, terms]) =>
        sql`coalesce(list_position(list_transform(TRY_CAST(${terms!} AS JSON[]), t -> regexp_matches(lower(${s!}), '(^|[^\\p{L}\\p{N}])' || regexp_escape(lower(json_extract_string(t, '$'))) || '([^\\p{L}\\p{N}]|$)')), true), 0) - 1`,
      example: ["has_any_index('a b', dynamic(['x', 'b']))", '1'],
    },
  ),
]

// --- helpers, in order of use ---

/** The position of an occurrence that begins within the limits. Converts from SQL positions, which count from 1. */
function indexOf(
  { args, row }: CallContext,
  startsOf: (text: Sql, part: Sql) => Sql,
  allowsNegativeStart: boolean,
): Sql {
  const [source, part, start, length, occurrence] = args as [Bound, Bound, ...(Bound | undefined)[]]
  const text = asText(source, row)
  const starts = startsOf(text, asText(part, row))
  const limit = (bound: Bound | undefined, otherwise: Sql) =>
    bound === undefined
      ? otherwise
      : row.computeOnce({ type: 'long', sql: convert(bound, 'long'), isConstant: bound.isConstant }).sql
  const [from, count, number] = [limit(start, sql`0`), limit(length, sql`-1`), limit(occurrence, sql`1`)]
  const first = sql`CASE WHEN ${from} < 0 THEN greatest(length(${text}) + ${from}, 0) ELSE ${from} END`
  const found = sql`list_filter(${starts}, s -> s > ${first} AND (${count} = -1 OR s <= ${first} + ${count}))`
  const isValid = sql`${count} >= -1 AND ${number} > 0${allowsNegativeStart ? sql`` : sql` AND ${from} >= 0`}`
  return sql`CASE WHEN ${isValid} THEN coalesce((${found})[${number}] - 1, -1) END`
}

function asText(value: Bound, row: Row): Sql {
  return row.computeOnce({ type: 'string', sql: toText(row.computeOnce(value)), isConstant: value.isConstant }).sql
}

function partStarts(text: Sql, part: Sql): Sql {
  const all = sql`range(1, length(${text}) - length(${part}) + 2)`
  return sql`list_filter(${all}, p -> substring(${text}, p, length(${part})) = ${part})`
}

/** Matches do not overlap, so the position of a match is the total length of all gaps and matches before it, plus 1. */
function matchStarts(text: Sql, pattern: Sql): Sql {
  const matches = sql`regexp_extract_all(${text}, ${pattern})`
  const gaps = sql`string_split(regexp_replace(${text}, ${pattern}, chr(57344), 'g'), chr(57344))`
  const before = (list: Sql, count: Sql) =>
    sql`coalesce(list_sum(list_transform(list_slice(${list}, 1, ${count}), x -> length(x))), 0)`
  return sql`list_transform(range(1, len(${matches}) + 1), n -> (${before(gaps, sql`n`)} + ${before(matches, sql`n - 1`)} + 1)::BIGINT)`
}
