import type { Bound } from '../binding/bound'
import { joinSql, type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const FORMAT_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('format_bytes(size: number, precision?: long, unit?: string): string', 'A number of bytes with a unit.', {
    implies: 'first',
    repeats: true,
    sql: ([size, precision, unit]) => {
      const units = sql`['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']`
      const wanted = unit === undefined ? undefined : sql`list_position(${units}, ${unit})`
      const index =
        wanted ??
        sql`CASE WHEN abs(${size!}) < 1 THEN 1 ELSE least(floor(ln(abs(${size!})::DOUBLE) / ln(1024))::INTEGER + 1, 7) END`
      const value = sql`round((${size!})::DOUBLE / pow(1024, ${index} - 1), coalesce(${precision ?? sql`0`}, 0)::INTEGER)`
      return sql`regexp_replace(${value}::VARCHAR, '\\.0$', '') || ' ' || ${units}[${index}]`
    },
    example: ['format_bytes(1024)', '1 KB'],
  }),
  scalar(
    'estimate_data_size(...columns: any): long',
    'Estimated number of bytes of values; `*` stands for all columns. A string has those of its UTF-8.',
    {
      takesAllColumns: true,
      sql: (_, { args }) => sql`(${joinSql(args.map(estimatedSize), sql` + `)})::BIGINT`,
      example: ["estimate_data_size(1, 'abc')", '11'],
    },
  ),
  scalar('new_guid(): guid', 'A random GUID.', {
    sql: () => sql`gen_random_uuid()::VARCHAR`,
    example: ['new_guid() == new_guid()', 'false'],
  }),
  scalar('dynamic_to_json(value: dynamic): string', 'A value as JSON with sorted keys.', {
    repeats: true,
    sql: ([value]) => sql`coalesce(${sortedJson(value!)}, '')`,
    example: [`dynamic_to_json(dynamic({"b": 1, "a": [{"d": 2, "c": 3}]}))`, '{"a":[{"c":3,"d":2}],"b":1}'],
  }),
]

// --- helpers, in order of use ---

function estimatedSize({ type, sql: value }: Bound): Sql {
  switch (type) {
    case 'string':
      return sql`strlen(${value})`
    case 'dynamic':
      return sql`coalesce(strlen((${value})::VARCHAR), 0)`
    case 'bool':
      return sql`1`
    case 'int':
      return sql`4`
    case 'guid':
    case 'decimal':
      return sql`16`
    default:
      return sql`8`
  }
}

/** Each additional level doubles the time that DuckDB needs to plan the query. */
const MAX_DEPTH = 4

/** Sorts the members of each bag in JSON by their names. DuckDB keeps their order. */
function sortedJson(value: Sql, depth = 0): Sql {
  if (depth === MAX_DEPTH)
    return sql`CASE WHEN json_type(${value}) IN ('OBJECT', 'ARRAY') THEN error('dynamic_to_json() takes values of at most ${MAX_DEPTH} levels.') ELSE (${value})::VARCHAR END`
  const member = sql`json_extract(${value}, '$."' || replace(k, '"', '\\"') || '"')`
  const members = sql`list_transform(list_sort(json_keys(${value})), k -> {'k': to_json(k)::VARCHAR || ':', 'v': ${member}})`
  const elements = sql`list_transform(TRY_CAST(${value} AS JSON[]), e -> {'k': '', 'v': e})`
  const children = sql`CASE json_type(${value}) WHEN 'OBJECT' THEN ${members} ELSE ${elements} END`
  const inner = sql`array_to_string(list_transform(${children}, c -> c.k || ${sortedJson(sql`c.v`, depth + 1)}), ',')`
  const brackets = (ofBag: Sql, ofArray: Sql) =>
    sql`CASE json_type(${value}) WHEN 'OBJECT' THEN ${ofBag} ELSE ${ofArray} END`
  return sql`CASE WHEN json_type(${value}) IN ('OBJECT', 'ARRAY') THEN ${brackets(sql`'{'`, sql`'['`)} || ${inner} || ${brackets(sql`'}'`, sql`']'`)} ELSE (${value})::VARCHAR END`
}
