import { sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const FORMAT_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('format_bytes(size: number, precision?: long, unit?: string): string', 'A number of bytes with a unit.', {
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
  scalar('dynamic_to_json(value: dynamic): string', 'A value as JSON with sorted keys.', {
    sql: ([value]) => sql`coalesce((${sorted(value!)})::VARCHAR, '')`,
    example: [`dynamic_to_json(dynamic({"b": 1}))`, '{"b":1}'],
  }),
]

// --- helpers ---

type Value = ReturnType<typeof sql>

/** DuckDB's JSON keeps the order of keys. Two levels are sorted. */
function sorted(value: Value): Value {
  const members = (json: Value, inner: (member: Value) => Value) =>
    sql`CASE WHEN json_type(${json}) = 'OBJECT' THEN to_json(map_from_entries(list_transform(list_sort(json_keys(${json})), k -> (k, ${inner(sql`json_extract(${json}, '$."' || replace(k, '"', '\\"') || '"')`)})))) ELSE ${json}::JSON END`
  return members(value, (member) => member)
}
