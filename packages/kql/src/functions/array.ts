import type { Bound } from '../binding/bound'
import { toJson, toText } from '../binding/convert'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/** The elements of a dynamic array, or null if the value is not an array. */
function elements(value: Sql): Sql {
  return sql`(CASE WHEN json_type(${value}) = 'ARRAY' THEN CAST(${value} AS JSON[]) END)`
}

export const ARRAY_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('pack_array(...values: any): dynamic', 'An array of values.', {
    sql: (_, { args }) => packed(args),
    example: ["pack_array(1, 'a')", '[1,"a"]'],
  }),
  scalar('array_length(array: dynamic): long', 'Number of elements. Null if the value is not an array.', {
    oldNames: ['arraylength'],
    repeats: true,
    sql: ([a]) => sql`CASE WHEN json_type(${a!}) = 'ARRAY' THEN json_array_length(${a!})::BIGINT END`,
    example: ['array_length(dynamic([1, 2]))', '2'],
  }),
  scalar('array_concat(...arrays: dynamic): dynamic', 'One array of the elements of all arrays.', {
    repeats: true,
    sql: (arrays) => sql`to_json(list_concat(${joinSql(arrays.map((a) => sql`coalesce(${elements(a)}, [])`))}))`,
    example: ['array_concat(dynamic([1]), dynamic([2]))', '[1,2]'],
  }),
  scalar(
    'array_slice(array: dynamic, start: long, end: long): dynamic',
    'The elements from one position to another, inclusive.',
    {
      repeats: true,
      sql: ([a, start, end]) => {
        const count = sql`json_array_length(${a!})`
        const at = (position: Sql) =>
          sql`CASE WHEN ${position} < 0 THEN ${count}::BIGINT + ${position} ELSE ${position} END + 1`
        return sql`to_json(list_slice(${elements(a!)}, greatest(${at(start!)}, 1), ${at(end!)}))`
      },
      example: ['array_slice(dynamic([1, 2, 3]), 1, 2)', '[2,3]'],
    },
  ),
  scalar('array_reverse(array: dynamic): dynamic', 'The elements in reverse order.', {
    repeats: true,
    sql: ([a]) => sql`to_json(list_reverse(${elements(a!)}))`,
    example: ['array_reverse(dynamic([1, 2]))', '[2,1]'],
  }),
  scalar('array_sum(array: dynamic): real', 'Sum of the elements.', {
    repeats: true,
    sql: ([a]) => sql`list_sum(list_transform(${elements(a!)}, e -> TRY_CAST(json_extract_string(e, '$') AS DOUBLE)))`,
    example: ['array_sum(dynamic([1, 2]))', '3'],
  }),
  scalar('array_index_of(array: dynamic, value: any, start?: long): long', 'Position of a value, or -1.', {
    repeats: true,
    sql: ([a, , start], { args: [, value] }) => {
      const list = sql`list_transform(${elements(a!)}, e -> json_extract_string(e, '$'))`
      const numbers = sql`list_transform(${elements(a!)}, e -> TRY_CAST(json_extract_string(e, '$') AS DOUBLE))`
      const isNumber = value!.type === 'long' || value!.type === 'int' || value!.type === 'real'
      const wanted = isNumber ? sql`(${value!.sql})::DOUBLE` : jsonText(value!)
      const from = isNumber ? numbers : list
      if (start === undefined)
        return sql`coalesce(list_position(${from}, ${wanted}), 0) - 1 + CASE WHEN ${elements(a!)} IS NULL THEN NULL ELSE 0 END`
      const first = sql`CASE WHEN ${start} < 0 THEN greatest(len(${from}) + ${start}, 0) ELSE ${start} END`
      return sql`coalesce(nullif(coalesce(list_position(list_slice(${from}, ${first} + 1, len(${from})), ${wanted}), 0), 0) - 1 + ${first}, -1)`
    },
    example: ["array_index_of(dynamic(['a', 'b']), 'b')", '1'],
  }),
  sorting('array_sort_asc', sql`'ASC'`, ['array_sort_asc(dynamic([2, 1]))', '[1,2]']),
  sorting('array_sort_desc', sql`'DESC'`, ['array_sort_desc(dynamic([1, 2]))', '[2,1]']),
  scalar('array_iff(conditions: dynamic, then: any, otherwise: any): dynamic', 'For each element, one of two values.', {
    oldNames: ['array_iif'],
    repeats: true,
    sql: ([conditions], { args: [, yes, no] }) => {
      const pick = (value: Bound) =>
        value.type === 'dynamic'
          ? sql`CASE WHEN json_type(${value.sql}) = 'ARRAY' THEN CAST(${value.sql} AS JSON[])[i] ELSE ${value.sql} END`
          : toJson(value)
      const test = sql`CAST(${conditions!} AS JSON[])[i]`
      const isTrue = sql`CASE WHEN json_type(${test}) = 'BOOLEAN' THEN ${test}::VARCHAR = 'true' WHEN json_type(${test}) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN ${test}::VARCHAR::DOUBLE <> 0 END`
      return sql`to_json(list_transform(range(1, json_array_length(${conditions!})::BIGINT + 1), i -> CASE WHEN ${isTrue} THEN ${pick(yes!)} WHEN NOT ${isTrue} THEN ${pick(no!)} END))`
    },
    example: ['array_iff(dynamic([true, false]), 1, 2)', '[1,2]'],
  }),
  scalar('array_rotate_left(array: dynamic, count: long): dynamic', 'The elements rotated to the left.', {
    repeats: true,
    sql: ([a, n]) => rotated(a!, n!),
    example: ['array_rotate_left(dynamic([1, 2, 3]), 1)', '[2,3,1]'],
  }),
  scalar('array_rotate_right(array: dynamic, count: long): dynamic', 'The elements rotated to the right.', {
    repeats: true,
    sql: ([a, n]) => rotated(a!, sql`(-(${n!}))`),
    example: ['array_rotate_right(dynamic([1, 2, 3]), 1)', '[3,1,2]'],
  }),
  scalar('array_shift_left(array: dynamic, count: long, fill?: any): dynamic', 'The elements shifted to the left.', {
    repeats: true,
    sql: ([a, n], { args: [, , fill] }) => shifted(a!, n!, fill),
    example: ['array_shift_left(dynamic([1, 2, 3]), 1)', '[2,3,null]'],
  }),
  scalar('array_shift_right(array: dynamic, count: long, fill?: any): dynamic', 'The elements shifted to the right.', {
    repeats: true,
    sql: ([a, n], { args: [, , fill] }) => shifted(a!, sql`(-(${n!}))`, fill),
    example: ['array_shift_right(dynamic([1, 2, 3]), 1)', '[null,1,2]'],
  }),
  scalar('array_split(array: dynamic, indexes: any): dynamic', 'Splits an array at positions.', {
    repeats: true,
    sql: ([a, at], { args: [, index] }) => {
      const count = sql`json_array_length(${a!})::BIGINT`
      const positions =
        index!.type === 'dynamic' ? sql`list_transform(CAST(${at!} AS JSON[]), e -> e::VARCHAR::BIGINT)` : sql`[${at!}]`
      const absolute = sql`list_sort(list_transform(${positions}, p -> greatest(least(CASE WHEN p < 0 THEN ${count} + p ELSE p END, ${count}), 0)))`
      const borders = sql`list_concat(list_concat([0], ${absolute}), [${count}])`
      return sql`to_json(list_transform(range(1, len(${borders})), i -> list_slice(${elements(a!)}, (${borders})[i] + 1, (${borders})[i + 1])))`
    },
    example: ['array_split(dynamic([1, 2, 3]), 1)', '[[1],[2,3]]'],
  }),
  scalar(
    'strcat_array(array: dynamic, delimiter: string): string',
    'The elements as one string, with a delimiter between them.',
    {
      repeats: true,
      sql: ([a, delimiter]) =>
        sql`coalesce(array_to_string(list_transform(${elements(a!)}, e -> coalesce(json_extract_string(e, '$'), '')), ${delimiter!}), '')`,
      example: ["strcat_array(dynamic([1, 2]), '-')", '1-2'],
    },
  ),
  scalar('range(start: any, end: any, step?: any): dynamic', 'An array of evenly spaced values.', {
    repeats: true,
    sql: (_, context) => rangeArray(context),
    example: ['range(1, 3)', '[1,2,3]'],
  }),
  scalar('repeat(value: any, count: long): dynamic', 'An array that repeats a value.', {
    sql: ([, count], { args: [value] }) =>
      sql`CASE WHEN ${count!} >= 0 THEN to_json(list_transform(range(0, ${count!}), i -> ${toJson(value!)})) ELSE '[]'::JSON END`,
    example: ['repeat(1, 2)', '[1,1]'],
  }),
  scalar('zip(...arrays: dynamic): dynamic', 'An array of arrays: the elements at each position.', {
    repeats: true,
    sql: (arrays) => {
      const longest = sql`greatest(${joinSql(arrays.map((a) => sql`coalesce(json_array_length(${a}), 0)`))})::BIGINT`
      return sql`to_json(list_transform(range(1, ${longest} + 1), i -> [${joinSql(arrays.map((a) => sql`${elements(a)}[i]`))}]))`
    },
    example: ['zip(dynamic([1]), dynamic([2]))', '[[1,2]]'],
  }),
  set('set_union', 'The elements that are in any of the arrays.', (a, b) => sql`list_concat(${a}, ${b})`, [
    'set_union(dynamic([1]), dynamic([1, 2]))',
    '[1,2]',
  ]),
  set(
    'set_intersect',
    'The elements that are in all arrays.',
    (a, b) => sql`list_filter(${a}, e -> list_contains(${b}, e))`,
    ['set_intersect(dynamic([1, 2]), dynamic([2]))', '[2]'],
  ),
  set(
    'set_difference',
    'The elements of the first array that are in none of the others.',
    (a, b) => sql`list_filter(${a}, e -> NOT list_contains(${b}, e))`,
    ['set_difference(dynamic([1, 2]), dynamic([2]))', '[1]'],
  ),
  scalar('set_has_element(array: dynamic, value: any): bool', 'Whether an array contains a value.', {
    repeats: true,
    sql: ([a], { args: [, value] }) => sql`list_contains(${elements(a!)}, ${toJson(value!)})`,
    example: ['set_has_element(dynamic([1]), 1)', 'true'],
  }),
  scalar(
    'jaccard_index(a: dynamic, b: dynamic): real',
    'Size of the intersection of two sets divided by that of their union.',
    {
      repeats: true,
      sql: ([a, b]) => {
        const both = sql`len(list_distinct(list_filter(${elements(a!)}, e -> list_contains(${elements(b!)}, e))))`
        return sql`(${both}::DOUBLE / len(list_distinct(list_concat(${elements(a!)}, ${elements(b!)}))))`
      },
      example: ['jaccard_index(dynamic([1, 2]), dynamic([2, 3, 1, 4]))', '0.5'],
    },
  ),
]

// --- helpers, in order of use ---

function packed(values: readonly Bound[]): Sql {
  if (values.length === 0) return sql`'[]'::JSON`
  return sql`to_json([${joinSql(values.map((value) => sql`coalesce(${toJson(value)}, 'null'::JSON)`))}])`
}

function jsonText(value: Bound): Sql {
  return value.type === 'bool' ? sql`lower(${toText(value)})` : toText(value)
}

/** Sorts numbers as numbers, and other elements as strings. Nulls are last. */
function sorting(name: string, direction: Sql, example: FunctionEntry['example']): FunctionEntry {
  return scalar(`${name}(array: dynamic, ...more: any): dynamic`, 'Sorts the elements. Nulls come last.', {
    repeats: true,
    sql: ([a], { args, call }) => {
      if (args.length > 1)
        throw new KqlError('UNSUPPORTED', call, `${name}() with more than one argument is not supported.`)
      const list = elements(a!)
      const isNumbers = sql`len(list_filter(${list}, e -> json_type(e) NOT IN ('BIGINT', 'UBIGINT', 'DOUBLE', 'NULL'))) = 0`
      const numbers = sql`list_transform(list_sort(list_transform(${list}, e -> {'k': TRY_CAST(json_extract_string(e, '$') AS DOUBLE), 'v': e}), ${direction}, 'NULLS LAST'), s -> s.v)`
      const texts = sql`list_transform(list_sort(list_transform(${list}, e -> {'k': json_extract_string(e, '$'), 'v': e}), ${direction}, 'NULLS LAST'), s -> s.v)`
      return sql`CASE WHEN ${isNumbers} THEN to_json(${numbers}) ELSE to_json(${texts}) END`
    },
    example,
  })
}

function rotated(array: Sql, count: Sql): Sql {
  const size = sql`json_array_length(${array})::BIGINT`
  const by = sql`((${count} % nullif(${size}, 0)) + ${size}) % nullif(${size}, 0)`
  return sql`CASE WHEN ${size} = 0 THEN ${array} ELSE to_json(list_concat(list_slice(${elements(array)}, ${by} + 1, ${size}), list_slice(${elements(array)}, 1, ${by}))) END`
}

function shifted(array: Sql, count: Sql, fill: Bound | undefined): Sql {
  const empty = fill === undefined ? sql`'null'::JSON` : toJson(fill)
  const size = sql`json_array_length(${array})::BIGINT`
  return sql`to_json(list_transform(range(1, ${size} + 1), i -> CASE WHEN i + ${count} BETWEEN 1 AND ${size} THEN ${elements(array)}[i + ${count}] ELSE ${empty} END))`
}

function rangeArray({ args }: CallContext): Sql {
  const [start, end, step] = args as [Bound, Bound, Bound | undefined]
  const isTime = start.type === 'datetime' || start.type === 'timespan'
  if (start.type === 'real' || end.type === 'real' || step?.type === 'real') {
    const by = step === undefined ? sql`1.0::DOUBLE` : sql`(${step.sql})::DOUBLE`
    return sql`to_json(list_transform(range(0, floor(((${end.sql}) - (${start.sql})) / ${by})::BIGINT + 1), i -> (${start.sql})::DOUBLE + i * ${by}))`
  }
  const by = step?.sql ?? (isTime ? sql`36000000000` : sql`1`)
  const values = sql`list_transform(range(0, ((${end.sql}) - (${start.sql})) // (${by}) + 1), i -> (${start.sql}) + i * (${by}))`
  if (!isTime) return sql`to_json(${values})`
  const element: Bound = { type: start.type, sql: sql`e`, isConstant: false }
  return sql`to_json(list_transform(${values}, e -> ${toJson(element)}))`
}

/** Each element appears once, in the order of first occurrences. */
function set(
  name: string,
  doc: string,
  combine: (a: Sql, b: Sql) => Sql,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(array: dynamic, ...more: dynamic): dynamic`, doc, {
    repeats: true,
    sql: (arrays) => {
      const all = arrays.map((array) => elements(array)).reduce((a, b) => combine(a, b))
      return sql`to_json(list_filter(${all}, (e, i) -> list_position(${all}, e) = i))`
    },
    example,
  })
}
