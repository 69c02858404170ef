import { convert } from '../binding/convert'
import { sql, stringLiteral } from '../sql/sql'
import type { KqlType } from '../types'
import { type FunctionEntry, scalar } from './entry'

/** A function that converts a value of any type. */
function conversion(
  name: string,
  type: KqlType,
  example: FunctionEntry['example'],
  names: Partial<Pick<FunctionEntry, 'aliases' | 'deprecatedNames'>> = {},
): FunctionEntry {
  return scalar(`${name}(value: any): ${type}`, `Converts a value to ${type}. Null if that is not possible.`, {
    ...names,
    implies: 'first',
    sql: (_, { args: [value], row }) => convert(value!.path === undefined ? row.computeOnce(value!) : value!, type),
    example,
  })
}

export const CONVERSION_FUNCTIONS: readonly FunctionEntry[] = [
  conversion('tostring', 'string', ['tostring(1.5)', '1.5']),
  conversion('toint', 'int', ["toint('12')", '12']),
  conversion('tolong', 'long', ['tolong(2.9)', '2']),
  conversion('todouble', 'real', ["todouble('1e3')", '1000'], { aliases: ['toreal'] }),
  conversion('todecimal', 'decimal', ["todecimal('1.5')", '1.5']),
  conversion('tobool', 'bool', ["tobool('true')", 'true'], { aliases: ['toboolean'] }),
  conversion('todatetime', 'datetime', ["todatetime('2021-01-02')", '2021-01-02T00:00:00.0000000Z']),
  conversion('totimespan', 'timespan', ["totimespan('01:30')", '01:30:00'], { deprecatedNames: ['totime'] }),
  conversion('toguid', 'guid', [
    "toguid('74be27de-1e4e-49d9-b579-fe0b331d3642')",
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
  ]),
  scalar('parse_json(text: any): dynamic', 'Reads a string as JSON. A string that is not JSON stays a string.', {
    aliases: ['todynamic', 'toobject'],
    deprecatedNames: ['parsejson'],
    implies: 'first',
    sql: (_, { args: [value], row }) => convert(value!.type === 'string' ? row.computeOnce(value!) : value!, 'dynamic'),
    example: [`parse_json('{"a": 1}').a`, '1'],
  }),
  scalar('parse_version(version: string): decimal', 'A version of up to four numbers as a number, for comparisons.', {
    repeats: true,
    sql: ([version]) => {
      const part = (number: number) => sql`coalesce(nullif(split_part(${version!}, '.', ${number}), ''), '0')`
      const digits = sql`${part(1)} || lpad(${part(2)}, 8, '0') || lpad(${part(3)}, 8, '0') || lpad(${part(4)}, 8, '0')`
      const isVersion = sql`regexp_full_match(${version!}, '\\d{1,8}(\\.\\d{1,8}){0,3}')`
      return sql`CASE WHEN ${isVersion} THEN TRY_CAST(${digits} AS DECIMAL(38, 0)) END`
    },
    example: ["parse_version('1.2') < parse_version('1.10')", 'true'],
  }),
  scalar('gettype(value: any): string', 'Name of the type of a value; of the JSON value if it is dynamic.', {
    implies: { prefix: 'type' },
    repeats: true,
    sql: ([value], { args: [bound] }) =>
      bound!.type === 'dynamic'
        ? sql`CASE json_type(${value!}) WHEN 'VARCHAR' THEN 'string' WHEN 'DOUBLE' THEN 'double' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' WHEN 'BOOLEAN' THEN 'bool' WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'dictionary' ELSE 'null' END`
        : stringLiteral(bound!.type === 'real' ? 'real' : bound!.type),
    example: ['gettype(dynamic([1]))', 'array'],
  }),
]
