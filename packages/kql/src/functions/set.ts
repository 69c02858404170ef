import { type Sql, sql } from '../sql/sql'
import { elements } from './array-elements'
import { type FunctionEntry, scalar } from './entry'

/** Functions that treat arrays as sets. */
export const SET_FUNCTIONS: readonly FunctionEntry[] = [
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
  scalar('set_equals(a: dynamic, b: dynamic): bool', 'Whether two arrays contain the same values, in any order.', {
    repeats: true,
    sql: ([a, b]) =>
      sql`(list_has_all(${elements(a!)}, ${elements(b!)}) AND list_has_all(${elements(b!)}, ${elements(a!)}))`,
    example: ['set_equals(dynamic([1, 2]), dynamic([2, 1, 1]))', 'true'],
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

// --- helpers ---

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
