import { toText } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'

export const HASH_FUNCTIONS: readonly FunctionEntry[] = [
  digest('hash_sha256', 'SHA-256', sql`sha256`, 'ca978112'),
  digest('hash_sha1', 'SHA-1', sql`sha1`, '86f7e437'),
  digest('hash_md5', 'MD5', sql`md5`, '0cc175b9'),
  scalar('hash(value: any, modulo?: long): long', 'A hash of a value. It differs from that of Azure.', {
    sql: ([value, modulo]) =>
      modulo === undefined ? sql`(hash(${value!}) >> 1)::BIGINT` : sql`(hash(${value!}) % ${modulo}::UBIGINT)::BIGINT`,
    example: ['hash(1, 1)', '0'],
  }),
]

// --- helpers ---

function digest(name: string, algorithm: string, duckDb: Sql, digits: string): FunctionEntry {
  return scalar(`${name}(value: any): string`, `${algorithm} of a value as a string, in hexadecimal digits.`, {
    sql: (_, { args: [value], row }) => sql`${duckDb}(${toText(row.computeOnce(value!))})`,
    example: [`substring(${name}('a'), 0, 8)`, digits],
  })
}
