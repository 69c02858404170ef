import type { Bound } from '../binding/bound'
import { convert } from '../binding/convert'
import { toJson, toText } from '../binding/text'
import { KqlError, type Span } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { typeNamed } from '../types'
import { type FunctionEntry, scalar } from './entry'
import { checkPath, duckDbPath, namesInPath, partName, pathParts } from './json-path'

/** The members of a bag, or null if the value is not a bag. */
function members(value: Sql): Sql {
  return sql`(CASE WHEN json_type(${value}) = 'OBJECT' THEN CAST(${value} AS MAP(VARCHAR, JSON)) END)`
}

/** A bag of the values that are neither null nor empty. */
export function presentValues(pairs: readonly (readonly [name: string, value: Bound])[]): Sql {
  const entries = pairs.map(([name, value]) => {
    const present =
      value.type === 'string' ? sql`CASE WHEN ${value.sql} <> '' THEN ${toJson(value)} END` : toJson(value)
    return sql`{'k': ${stringLiteral(name)}, 'v': ${present}}`
  })
  if (entries.length === 0) return sql`'{}'::JSON`
  return sql`to_json(map_from_entries(list_transform(list_filter([${joinSql(entries)}], e -> e.v IS NOT NULL), e -> (e.k, e.v))))`
}

export const BAG_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('bag_pack(...pairs: any): dynamic', 'A bag of names and their values.', {
    aliases: ['pack_dictionary'],
    deprecatedNames: ['pack'],
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
      return presentValues(pairs)
    },
    example: ['bag_keys(pack_all())', '[]'],
  }),
  scalar('bag_pack_columns(...columns: any): dynamic', 'A bag of columns, by their names.', {
    sql: (_, { args, call }) => {
      const names = call.args.map(({ value }) => {
        if (value.kind !== 'name') throw new KqlError('ARGUMENTS', value, 'bag_pack_columns() takes names of columns.')
        return value.name
      })
      return sql`json_object(${joinSql(args.map((value, index) => sql`${stringLiteral(names[index]!)}, coalesce(${toJson(value)}, 'null'::JSON)`))})`
    },
    example: ['toscalar(print a = 1 | project bag_pack_columns(a))', '{"a":1}'],
  }),
  scalar('bag_keys(bag: dynamic): dynamic', 'The names in a bag.', {
    repeats: true,
    sql: ([bag]) => sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN to_json(json_keys(${bag!})) END`,
    example: [`bag_keys(dynamic({"a": 1}))`, '["a"]'],
  }),
  scalar('bag_has_key(bag: dynamic, key: string): bool', 'Whether a bag has a member with this name or path.', {
    repeats: true,
    sql: ([bag, key], { args: [, path], call }) => {
      if (String(path!.value).startsWith('$')) checkPath(path, call)
      return sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN coalesce(json_exists(${bag!}, ${pathOf(key!)}), false) END`
    },
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
  scalar(
    'bag_remove_keys(bag: dynamic, keys: dynamic): dynamic',
    'A bag without the members with these names or paths, such as `$.a.b`.',
    {
      repeats: true,
      sql: ([bag, keys]) => {
        const texts = sql`list_transform(TRY_CAST(${keys!} AS JSON[]), k -> json_extract_string(k, '$'))`
        const found = sql`list_filter(${texts}, k -> json_exists(${bag!}, ${pathOf(sql`k`)}))`
        const removals = sql`list_transform(${found}, k -> ${removalOf(sql`k`)})`
        return sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN list_reduce(list_prepend(${bag!}::JSON, ${removals}), (a, b) -> json_merge_patch(a, b)) END`
      },
      example: [`bag_remove_keys(dynamic({"a": 1, "b": {"c": 2, "d": 3}}), dynamic(['a', '$.b.c']))`, '{"b":{"d":3}}'],
    },
  ),
  scalar(
    'bag_set_key(bag: dynamic, key: string, value: any): dynamic',
    'A bag with the member at a name or path added or replaced.',
    {
      repeats: true,
      sql: ([bag, key], { args: [, path, value], call }) => {
        const names = typeof path!.value === 'string' ? constantNames(path!.value, call) : [key!]
        return sql`CASE WHEN json_type(${bag!}) = 'OBJECT' THEN ${withMember(bag!, names, toJson(value!))} END`
      },
      example: [`bag_set_key(dynamic({"a": 1}), '$.b.c', 2)`, '{"a":1,"b":{"c":2}}'],
    },
  ),
  scalar(
    'bag_zip(keys: dynamic, values: dynamic): dynamic',
    'A bag made from an array of names and an array of values.',
    {
      repeats: true,
      sql: ([keys, values]) =>
        sql`to_json(map_from_entries(list_transform(range(1, json_array_length(${keys!})::BIGINT + 1), i -> (json_extract_string(${keys!}, '$[' || (i - 1) || ']'), coalesce(TRY_CAST(${values!} AS JSON[])[i], 'null'::JSON)))))`,
      example: [`bag_zip(dynamic(['a']), dynamic([1]))`, '{"a":1}'],
    },
  ),
  scalar(
    'extract_json(path: string, source: any, type?: any): string',
    'The value at a path in JSON, converted to a type.',
    {
      aliases: ['extractjson'],
      returns: ([, , type]) => typeNamed(String(type?.value)) ?? 'string',
      sql: ([path], { args: [constant, source, type], call, row }) => {
        checkPath(constant, call)
        const json = row.computeOnce({
          type: 'dynamic',
          sql: convert(row.computeOnce(source!), 'dynamic'),
          isConstant: false,
        }).sql
        const found = sql`coalesce(json_extract_string(${json}, ${duckDbPath(path!)}), '')`
        return convert(
          row.computeOnce({ type: 'string', sql: found, isConstant: false }),
          typeNamed(String(type?.value)) ?? 'string',
        )
      },
      example: [`extract_json('$.a', '{"a": "b"}')`, 'b'],
    },
  ),
]

// --- helpers, in order of use ---

/** The names on the path to a member. Only a key that begins with `$` is a path. */
function namesOf(key: Sql): Sql {
  const names = sql`list_transform(${pathParts(key)}, p -> ${partName(sql`p`)})`
  return sql`CASE WHEN starts_with(${key}, '$') THEN ${names} ELSE [${key}] END`
}

function pathOf(key: Sql): Sql {
  return sql`CASE WHEN starts_with(${key}, '$') THEN ${duckDbPath(key)} ELSE '$."' || replace(${key}, '"', '\\"') || '"' END`
}

/** A merge patch that removes the member of a path: `$.a.b` becomes `{"a": {"b": null}}`. */
function removalOf(key: Sql): Sql {
  const nestedKeys = sql`array_to_string(list_transform(${namesOf(key)}, n -> '{' || to_json(n)::VARCHAR || ':'), '')`
  return sql`(${nestedKeys} || 'null' || repeat('}', len(${namesOf(key)})))::JSON`
}

function constantNames(key: string, span: Span): readonly Sql[] {
  if (!key.startsWith('$')) return [stringLiteral(key)]
  const names = namesInPath(key)
  if (names === undefined)
    throw new KqlError('ARGUMENTS', span, `${key} is not a path of names, such as $.a.b or $['a b'].`)
  return names.map(stringLiteral)
}

/** Sets the member at a path. Any value on the path that is not a bag is replaced by one. */
function withMember(bag: Sql, [name, ...rest]: readonly Sql[], value: Sql): Sql {
  if (name === undefined) return value
  const inner = rest.length === 0 ? value : withMember(sql`json_extract(${bag}, ${pathOf(name)})`, rest, value)
  return sql`to_json(map_concat(coalesce(${members(bag)}, MAP {}), MAP {${name}: coalesce(${inner}, 'null'::JSON)}))`
}
