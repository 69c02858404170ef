import type { Bound } from '../binding/bound'
import { toJson } from '../binding/text'
import { joinSql, type Sql, sql } from '../sql/sql'
import { arrayLength, elements, isNumberElement, numbersIn } from './array-elements'
import { type CallContext, type FunctionEntry, scalar } from './entry'
import { limitedCount } from './limited-count'

export const ARRAY_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('pack_array(...values: any): dynamic', 'An array of values; `*` stands for all columns.', {
    takesAllColumns: true,
    sql: (_, { args }) => packed(args),
    example: ["pack_array(1, 'a')", '[1,"a"]'],
  }),
  scalar('array_length(array: dynamic): long', 'Number of elements. Null if the value is not an array.', {
    deprecatedNames: ['arraylength'],
    repeats: true,
    sql: ([a]) => arrayLength(a!),
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
        return sql`to_json(list_slice(${elements(a!)}, greatest(${at(start!)}, 1), greatest(${at(end!)}, 0)))`
      },
      example: ['array_slice(dynamic([1, 2, 3]), 1, 2)', '[2,3]'],
    },
  ),
  scalar('array_reverse(array: dynamic): dynamic', 'The elements in reverse order.', {
    repeats: true,
    sql: ([a]) => sql`to_json(list_reverse(${elements(a!)}))`,
    example: ['array_reverse(dynamic([1, 2]))', '[2,1]'],
  }),
  scalar(
    'array_sum(array: dynamic): real',
    'Sum of the elements. Null if the array is empty or has other elements than numbers.',
    {
      repeats: true,
      sql: ([a]) => {
        const others = sql`list_filter(${elements(a!)}, e -> NOT ${isNumberElement(sql`e`)})`
        return sql`CASE WHEN len(${others}) = 0 THEN list_sum(${numbersIn(a!)}) END`
      },
      example: ['array_sum(dynamic([1, 2]))', '3'],
    },
  ),
  scalar('array_iff(conditions: dynamic, then: any, otherwise: any): dynamic', 'For each element, one of two values.', {
    deprecatedNames: ['array_iif'],
    repeats: true,
    sql: ([conditions], { args: [, yes, no] }) => {
      const pick = (value: Bound) =>
        value.type === 'dynamic'
          ? sql`CASE WHEN json_type(${value.sql}) = 'ARRAY' THEN TRY_CAST(${value.sql} AS JSON[])[i] ELSE ${value.sql} END`
          : toJson(value)
      const test = sql`TRY_CAST(${conditions!} AS JSON[])[i]`
      const isTrue = sql`CASE WHEN json_type(${test}) = 'BOOLEAN' THEN ${test}::VARCHAR = 'true' WHEN json_type(${test}) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN ${test}::VARCHAR::DOUBLE <> 0 END`
      return sql`to_json(list_transform(range(1, ${arrayLength(conditions!)} + 1), i -> CASE WHEN ${isTrue} THEN ${pick(yes!)} WHEN NOT ${isTrue} THEN ${pick(no!)} END))`
    },
    example: ['array_iff(dynamic([true, false]), 1, 2)', '[1,2]'],
  }),
  scalar('array_split(array: dynamic, indexes: any): dynamic', 'Splits an array at positions.', {
    repeats: true,
    sql: ([a, at], { args: [, index] }) => {
      const count = arrayLength(a!)
      const positions =
        index!.type === 'dynamic'
          ? sql`list_transform(TRY_CAST(${at!} AS JSON[]), e -> e::VARCHAR::BIGINT)`
          : sql`[${at!}]`
      const absolute = sql`list_sort(list_transform(${positions}, p -> greatest(least(CASE WHEN p < 0 THEN ${count} + p ELSE p END, ${count}), 0)))`
      const borders = sql`list_concat(list_concat([0], ${absolute}), [${count}])`
      return sql`CASE WHEN ${count} IS NOT NULL THEN to_json(list_transform(range(1, len(${borders})), i -> list_slice(${elements(a!)}, (${borders})[i] + 1, (${borders})[i + 1]))) END`
    },
    example: ['array_split(dynamic([1, 2, 3]), 1)', '[[1],[2,3]]'],
  }),
  scalar(
    'strcat_array(array: dynamic, delimiter: string): string',
    'The elements as one string, with a delimiter between them.',
    {
      aliases: ['array_strcat'],
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
    implies: { prefix: 'repeat' },
    sql: ([, count], { args: [value] }) => {
      const json = toJson(value!)
      const times = limitedCount(count!, 'repeat', sql`len((${json})::VARCHAR)`)
      return sql`CASE WHEN ${count!} >= 0 THEN to_json(list_transform(range(0, ${times}), i -> ${json})) ELSE '[]'::JSON END`
    },
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
]

// --- helpers, in order of use ---

function packed(values: readonly Bound[]): Sql {
  if (values.length === 0) return sql`'[]'::JSON`
  return sql`to_json([${joinSql(values.map((value) => sql`coalesce(${toJson(value)}, 'null'::JSON)`))}])`
}

function rangeArray({ args }: CallContext): Sql {
  const [start, end, step] = args as [Bound, Bound, Bound | undefined]
  const isTime = start.type === 'datetime' || start.type === 'timespan'
  if (start.type === 'real' || end.type === 'real' || step?.type === 'real') {
    const by = step === undefined ? sql`1.0::DOUBLE` : sql`(${step.sql})::DOUBLE`
    const count = limitedCount(sql`floor(((${end.sql}) - (${start.sql})) / ${by})::BIGINT + 1`, 'range')
    return sql`to_json(list_transform(range(0, ${count}), i -> (${start.sql})::DOUBLE + i * ${by}))`
  }
  const by = step?.sql ?? (isTime ? sql`36000000000` : sql`1`)
  const count = limitedCount(sql`((${end.sql}) - (${start.sql})) // (${by}) + 1`, 'range')
  const values = sql`list_transform(range(0, ${count}), i -> (${start.sql}) + i * (${by}))`
  if (!isTime) return sql`to_json(${values})`
  const element: Bound = { type: start.type, sql: sql`e`, isConstant: false }
  return sql`to_json(list_transform(${values}, e -> ${toJson(element)}))`
}
