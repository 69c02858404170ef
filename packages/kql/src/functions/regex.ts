import { convert } from '../binding/convert'
import { toText } from '../binding/text'
import { KqlError, type Span } from '../errors'
import { groupsOf } from '../regular-expression'
import { joinSql, type Sql, sql } from '../sql/sql'
import { typeNamed } from '../types'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/** Functions with regular expressions. DuckDB and Kusto both use RE2. */
export const REGEX_FUNCTIONS: readonly FunctionEntry[] = [
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
  scalar(
    'extract(pattern: string, group: long, source: string, type?: any): string',
    'A group of the first match of a regular expression, converted to a type.',
    {
      returns: ([, , , type]) => typeNamed(String(type?.value)) ?? 'string',
      sql: ([pattern, group, s], { args: [, , , type], row }) => {
        const found = sql`coalesce(regexp_extract(${s!}, ${pattern!}, ${group!}::INTEGER), '')`
        const wanted = typeNamed(String(type?.value)) ?? 'string'
        return convert(row.computeOnce({ type: 'string', sql: found, isConstant: false }), wanted)
      },
      example: ["extract('a(.)', 1, 'xab')", 'b'],
    },
  ),
  scalar(
    'extract_all(pattern: string, groups: any, source?: string): dynamic',
    'The groups of all matches of a regular expression. Null if there are none.',
    {
      deprecatedNames: ['extractall'],
      sql: extractAll,
      example: ["extract_all('([a-z])', 'a1b')", '["a","b"]'],
    },
  ),
  trim('trim', 'both', 'Removes one match of a regular expression from each end.', ["trim('-', '-a-')", 'a']),
  trim('trim_start', 'start', 'Removes a match of a regular expression from the start.', [
    "trim_start('-', '-a-')",
    'a-',
  ]),
  trim('trim_end', 'end', 'Removes a match of a regular expression from the end.', ["trim_end('-', '-a-')", '-a']),
  scalar('regex_quote(source: string): string', 'Escapes the characters that have a meaning in regular expressions.', {
    sql: ([s]) => sql`regexp_replace(${s!}, '([\\\\.^$|?*+(){}\\[\\]#\\s])', '\\\\\\1', 'g')`,
    example: ["regex_quote('a.b')", 'a\\.b'],
  }),
]

// --- helpers, in order of use ---

/** Each match is a string if the pattern has one group, else an array. */
function extractAll(_: readonly Sql[], { args, call, row }: CallContext): Sql {
  const [pattern, second, third] = args
  if (typeof pattern?.value !== 'string')
    throw new KqlError('ARGUMENTS', call, 'The pattern of extract_all() must be a string literal.')
  const names = groupsOf(pattern.value)
  if (names.length === 0)
    throw new KqlError('ARGUMENTS', call, 'The pattern of extract_all() must have a group, such as (a+).')
  const groups =
    third !== undefined && typeof second?.value === 'string'
      ? chosenGroups(second.value, names, call)
      : names.map((_unused, index) => index + 1)
  const source = row.computeOnce({
    ...(third ?? second!),
    type: 'string',
    sql: toText(row.computeOnce(third ?? second!)),
  }).sql
  const of = (group: number) => sql`regexp_extract_all(${source}, ${pattern.sql}, ${group})`
  const [first] = groups
  if (groups.length === 1) return sql`to_json(nullif(${of(first!)}, []))`
  const zipped = sql`list_transform(range(1, len(${of(first!)}) + 1), i -> [${joinSql(groups.map((group) => sql`coalesce(${of(group)}[i], '')`))}])`
  return sql`CASE WHEN len(${of(first!)}) > 0 THEN to_json(${zipped}) END`
}

/** The indexes of the groups that an array selects by number or name. */
function chosenGroups(json: string, names: readonly string[], span: Span): readonly number[] {
  const chosen: unknown = JSON.parse(json)
  const groups = (Array.isArray(chosen) ? chosen : [chosen]).map((group: unknown) =>
    typeof group === 'string' ? names.indexOf(group) + 1 : Number(group),
  )
  if (groups.length === 0 || groups.some((group) => !(group >= 1 && group <= names.length)))
    throw new KqlError(
      'ARGUMENTS',
      span,
      `The groups of extract_all() are numbers from 1 to ${names.length}, or names.`,
    )
  return groups
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
