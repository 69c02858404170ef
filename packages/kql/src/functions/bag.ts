import { convert, toJson, toText } from '../binding/convert'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { typeNamed } from '../types'
import { type FunctionEntry, scalar } from './entry'

/** The members of a bag, or null if the value is not a bag. */
function members(value: Sql): Sql {
  return sql`(CASE WHEN json_type(${value}) = 'OBJECT' THEN CAST(${value} AS MAP(VARCHAR, JSON)) END)`
}

export const BAG_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('bag_pack(...pairs: any): dynamic', 'A bag of names and their values.', {
    otherNames: ['pack_dictionary'],
    oldNames: ['pack'],
    sql: (_, { args, call }) => {
      if (args.length % 2 !== 0) throw new KqlError('ARGUMENTS', call, 'bag_pack() needs pairs of a name and a value.')
      const pairs = Array.from(
        { length: args.length / 2 },
        (_unused, index) => [args[index * 2]!, args[index * 2 + 1]!] as const,
      )
      if (pairs.length === 0) return sql`'{}'::JSON`
      return sql`json_object(${joinSql(pairs.map(([name, value]) => sql`${toText(name)}, coalesce(${toJson(value)}, 'null'::JSON)`))})`
    },
    example: ["bag_pack('a', 1)", '{"a":1}'],
  }),
  scalar('pack_all(ignoreNulls?: bool): dynamic', 'A bag of all columns.', {
    sql: (_, { args: [ignore], row }) => {
      const pairs = row.relation.columns.map(({ name }) => [name, row.column(name)!] as const)
      if (ignore?.value !== true)
        return sql`json_object(${joinSql(pairs.map(([name, value]) => sql`${stringLiteral(name)}, coalesce(${toJson(value)}, 'null'::JSON)`))})`
      const entries = pairs.map(
        ([name, value]) =>
          sql`{'k': ${stringLiteral(name)}, 'v': ${value.type === 'string' ? sql`CASE WHEN ${value.sql} <> '' THEN ${toJson(value)} END` : toJson(value)}}`,
      )
      return sql`to_json(map_from_entries(list_transform(list_filter([${joinSql(entries)}], e -> e.v IS NOT NULL), e -> (e.k, e.v))))`
    },
    example: ['bag_keys(pack_all())', '[]'],
  }),
  scalar('bag_keys(bag: dynamic): dynamic', 'The names in a bag.', {
    repeats: true,
    sql: ([bag]) => sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN to_json(json_keys(${bag!})) END`,
    example: [`bag_keys(dynamic({"a": 1}))`, '["a"]'],
  }),
  scalar('bag_has_key(bag: dynamic, key: string): bool', 'Whether a bag has a member with this name.', {
    repeats: true,
    sql: ([bag, key]) =>
      sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN CASE WHEN starts_with(${key!}, '$') THEN json_exists(${bag!}, ${key!}) ELSE list_contains(json_keys(${bag!}), ${key!}) END END`,
    example: [`bag_has_key(dynamic({"a": 1}), 'a')`, 'true'],
  }),
  scalar(
    'bag_merge(...bags: dynamic): dynamic',
    'A bag of the members of all bags. If a name occurs twice, the first value is kept.',
    {
      sql: (bags) =>
        sql`to_json(map_concat(${joinSql([...bags].reverse().map((bag) => sql`coalesce(${members(bag)}, MAP {})`))}))`,
      example: [`bag_merge(dynamic({"a": 1}), dynamic({"a": 2, "b": 3}))`, '{"a":1,"b":3}'],
    },
  ),
  scalar('bag_remove_keys(bag: dynamic, keys: dynamic): dynamic', 'A bag without the members with these names.', {
    repeats: true,
    sql: ([bag, keys]) =>
      sql`to_json(map_from_entries(list_filter(map_entries(${members(bag!)}), e -> NOT list_contains(list_transform(CAST(${keys!} AS JSON[]), k -> json_extract_string(k, '$')), e.key))))`,
    example: [`bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(['a']))`, '{"b":2}'],
  }),
  scalar('bag_set_key(bag: dynamic, key: string, value: any): dynamic', 'A bag with one member added or replaced.', {
    repeats: true,
    sql: ([bag, key], { args: [, , value] }) =>
      sql`to_json(map_concat(${members(bag!)}, MAP {${key!}: ${toJson(value!)}}))`,
    example: [`bag_set_key(dynamic({"a": 1}), 'b', 2)`, '{"a":1,"b":2}'],
  }),
  scalar(
    'bag_zip(keys: dynamic, values: dynamic): dynamic',
    'A bag made from an array of names and an array of values.',
    {
      repeats: true,
      sql: ([keys, values]) =>
        sql`to_json(map_from_entries(list_transform(range(1, json_array_length(${keys!})::BIGINT + 1), i -> (json_extract_string(${keys!}, '$[' || (i - 1) || ']'), coalesce(CAST(${values!} AS JSON[])[i], 'null'::JSON)))))`,
      example: [`bag_zip(dynamic(['a']), dynamic([1]))`, '{"a":1}'],
    },
  ),
  scalar(
    'extract_json(path: string, source: any, type?: any): string',
    'The value at a path in JSON, converted to a type.',
    {
      otherNames: ['extractjson'],
      returns: ([, , type]) => typeNamed(String(type?.value)) ?? 'string',
      sql: ([path, source], { args: [, , type], row }) => {
        const found = sql`coalesce(json_extract_string(${source!}, ${path!}), '')`
        return convert(
          row.once({ type: 'string', sql: found, isConstant: false }),
          typeNamed(String(type?.value)) ?? 'string',
        )
      },
      example: [`extract_json('$.a', '{"a": "b"}')`, 'b'],
    },
  ),
]
