import { convert } from '../binding/convert'
import { sql, stringLiteral } from '../sql/sql'
import type { KqlType } from '../types'
import { type FunctionEntry, scalar } from './entry'

/** A function that converts a value of any type. */
function conversion(
  name: string,
  type: KqlType,
  example: FunctionEntry['example'],
  otherNames: readonly string[] = [],
): FunctionEntry {
  return scalar(`${name}(value: any): ${type}`, `Converts a value to ${type}. Null if that is not possible.`, {
    otherNames,
    keepsName: true,
    sql: (_, { args: [value], row }) => convert(value!.path === undefined ? row.once(value!) : value!, type),
    example,
  })
}

export const CONVERSION_FUNCTIONS: readonly FunctionEntry[] = [
  conversion('tostring', 'string', ['tostring(1.5)', '1.5']),
  conversion('toint', 'int', ["toint('12')", '12']),
  conversion('tolong', 'long', ['tolong(2.9)', '2']),
  conversion('todouble', 'real', ["todouble('1e3')", '1000'], ['toreal']),
  conversion('todecimal', 'decimal', ["todecimal('1.5')", '1.5']),
  conversion('tobool', 'bool', ["tobool('true')", 'true'], ['toboolean']),
  conversion('todatetime', 'datetime', ["todatetime('2021-01-02')", '2021-01-02T00:00:00.0000000Z']),
  conversion('totimespan', 'timespan', ["totimespan('01:30')", '01:30:00']),
  conversion('toguid', 'guid', [
    "toguid('74be27de-1e4e-49d9-b579-fe0b331d3642')",
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
  ]),
  scalar('parse_json(text: any): dynamic', 'Reads a string as JSON. A string that is not JSON stays a string.', {
    otherNames: ['todynamic', 'toobject'],
    oldNames: ['parsejson'],
    keepsName: true,
    sql: (_, { args: [value], row }) => convert(value!.type === 'string' ? row.once(value!) : value!, 'dynamic'),
    example: [`parse_json('{"a": 1}').a`, '1'],
  }),
  scalar('gettype(value: any): string', 'Name of the type of a value; of the JSON value if it is dynamic.', {
    repeats: true,
    sql: ([value], { args: [bound] }) =>
      bound!.type === 'dynamic'
        ? sql`CASE json_type(${value!}) WHEN 'VARCHAR' THEN 'string' WHEN 'DOUBLE' THEN 'double' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' WHEN 'BOOLEAN' THEN 'bool' WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'dictionary' ELSE 'null' END`
        : stringLiteral(bound!.type === 'real' ? 'real' : bound!.type),
    example: ['gettype(dynamic([1]))', 'array'],
  }),
]
