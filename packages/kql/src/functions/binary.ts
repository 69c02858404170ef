import { type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

/** Functions on the bits of integers. */
export const BINARY_FUNCTIONS: readonly FunctionEntry[] = [
  both('binary_and', 'The bits that both numbers have.', (a, b) => sql`(${a} & ${b})`, ['binary_and(6, 3)', '2']),
  both('binary_or', 'The bits that one of the numbers has.', (a, b) => sql`(${a} | ${b})`, ['binary_or(6, 3)', '7']),
  both('binary_xor', 'The bits that only one of the numbers has.', (a, b) => sql`xor(${a}, ${b})`, [
    'binary_xor(6, 3)',
    '5',
  ]),
  scalar('binary_not(value: long): long', 'The bits of a number, inverted.', {
    implies: 'first',
    sql: ([a]) => sql`(~${a!})`,
    example: ['binary_not(0)', '-1'],
  }),
  scalar('binary_shift_left(value: long, count: long): long', 'The bits shifted to the left.', {
    repeats: true,
    implies: 'first',
    sql: ([a, n]) => {
      const shifted = sql`((${a!})::HUGEINT * pow(2, ${shift(n!)})::HUGEINT)`
      const bits = sql`(${shifted} & 18446744073709551615::HUGEINT)`
      const sign = sql`CASE WHEN ${bits} >= 9223372036854775808::HUGEINT THEN 18446744073709551616::HUGEINT ELSE 0 END`
      return sql`(${bits} - ${sign})::BIGINT`
    },
    example: ['binary_shift_left(1, 2)', '4'],
  }),
  scalar('binary_shift_right(value: long, count: long): long', 'The bits shifted to the right.', {
    repeats: true,
    implies: 'first',
    sql: ([a, n]) => sql`(${a!} >> (${shift(n!)})::INTEGER)`,
    example: ['binary_shift_right(4, 2)', '1'],
  }),
  scalar('bitset_count_ones(value: long): long', 'Number of bits that are set.', {
    implies: 'first',
    sql: ([a]) => sql`bit_count(${a!})`,
    example: ['bitset_count_ones(7)', '3'],
  }),
]

// --- helpers, in order of use ---

function both(
  name: string,
  doc: string,
  combine: (a: Sql, b: Sql) => Sql,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(a: long, b: long): long`, doc, {
    implies: 'first',
    sql: ([a, b]) => combine(a!, b!),
    example,
  })
}

/** A shift by 64 is none. */
function shift(count: Sql): Sql {
  return sql`((${count}) % 64 + 64) % 64`
}
