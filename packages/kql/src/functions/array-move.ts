import type { Bound } from '../binding/bound'
import { toJson } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { arrayLength, elements } from './array-elements'
import { type FunctionEntry, scalar } from './entry'

export const ARRAY_MOVE_FUNCTIONS: readonly FunctionEntry[] = [
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
  scalar('array_shift_left(array: dynamic, count: long, fill?: any): dynamic', 'The elements moved to the left.', {
    repeats: true,
    sql: ([a, n], { args: [, , fill] }) => shifted(a!, n!, fill),
    example: ['array_shift_left(dynamic([1, 2, 3]), 1)', '[2,3,null]'],
  }),
  scalar('array_shift_right(array: dynamic, count: long, fill?: any): dynamic', 'The elements shifted to the right.', {
    repeats: true,
    sql: ([a, n], { args: [, , fill] }) => shifted(a!, sql`(-(${n!}))`, fill),
    example: ['array_shift_right(dynamic([1, 2, 3]), 1)', '[null,1,2]'],
  }),
]

// --- helpers, in order of use ---

function rotated(array: Sql, count: Sql): Sql {
  const size = arrayLength(array)
  const by = sql`((${count} % nullif(${size}, 0)) + ${size}) % nullif(${size}, 0)`
  return sql`CASE WHEN ${size} = 0 THEN ${array} WHEN ${size} > 0 THEN to_json(list_concat(list_slice(${elements(array)}, ${by} + 1, ${size}), list_slice(${elements(array)}, 1, ${by}))) END`
}

function shifted(array: Sql, count: Sql, fill: Bound | undefined): Sql {
  const empty = fill === undefined ? sql`'null'::JSON` : toJson(fill)
  const size = arrayLength(array)
  return sql`to_json(list_transform(range(1, ${size} + 1), i -> CASE WHEN i + ${count} BETWEEN 1 AND ${size} THEN ${elements(array)}[i + ${count}] ELSE ${empty} END))`
}
