import { convert } from '../binding/convert'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import { isInteger, type KqlType } from '../types'
import { type FunctionEntry, scalar } from './entry'
import { rounded } from './rounding'

const DUCKDB = {
  sin: sql`sin`,
  cos: sql`cos`,
  tan: sql`tan`,
  asin: sql`asin`,
  acos: sql`acos`,
  atan: sql`atan`,
  cot: sql`cot`,
  radians: sql`radians`,
  degrees: sql`degrees`,
}
const TRIGONOMETRY = {
  sin: '0.4794',
  cos: '0.8776',
  tan: '0.5463',
  asin: '0.5236',
  acos: '1.0472',
  atan: '0.4636',
  cot: '1.8305',
  radians: '0.0087',
  degrees: '28.6479',
}

export const MATH_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('abs(value: any): any', 'The absolute value of a number or timespan.', {
    implies: 'first',
    sql: ([value], { args: [bound], call }) => {
      if (bound!.type === 'datetime' || bound!.type === 'string')
        throw new KqlError('TYPE', call, `abs() expects a number, got a ${bound!.type}.`)
      return bound!.type === 'dynamic' ? sql`abs(${convert(bound!, 'real')})` : sql`abs(${value!})`
    },
    returns: ([value]) => (value!.type === 'dynamic' ? 'real' : value!.type === 'int' ? 'long' : value!.type),
    example: ['abs(-2)', '2'],
  }),
  scalar('sign(value: number): real', '-1, 0 or 1 for the sign of a number.', {
    sql: ([x]) => sql`sign(${x!})::DOUBLE`,
    example: ['sign(-2)', '-1'],
  }),
  scalar(
    'round(value: number, digits?: long): real',
    'Rounds a number to a number of digits, and halves away from 0.',
    {
      repeats: true,
      implies: 'first',
      returns: ([value]) => (isInteger(value!.type) ? value!.type : 'real'),
      sql: ([x, digits], { args: [value] }) => {
        if (isInteger(value!.type)) return x!
        return digits === undefined ? sql`round((${x!})::DOUBLE)` : sql`round((${x!})::DOUBLE, ${digits}::INTEGER)`
      },
      example: ['round(2.567, 2)', '2.57'],
    },
  ),
  ...whole('floor', 'Rounds down to a multiple of a size, by default 1. Use bin().'),
  scalar('ceiling(value: number): real', 'Rounds up to an integer.', {
    implies: 'first',
    returns: ([value]) => (isInteger(value!.type) ? 'long' : 'real'),
    sql: ([x], { args: [value] }) => (isInteger(value!.type) ? x! : sql`ceil(${x!})`),
    example: ['ceiling(1.2)', '2'],
  }),
  bin('bin', ['bin(17, 5)', '15']),
  scalar(
    'bin_at(value: any, size: any, fixed: any): any',
    'The start of the bin of a value, where one bin starts at a fixed value.',
    {
      repeats: true,
      implies: 'first',
      sql: ([value, size, fixed], { args: [bound] }) =>
        bound!.type === 'real'
          ? sql`(${fixed!} + floor((${value!} - ${fixed!}) / ${size!}) * ${size!})`
          : sql`(${value!} - ((${value!} - ${fixed!}) % ${size!} + ${size!}) % ${size!})`,
      example: ['bin_at(6.5, 2.5, 7)', '4.5'],
    },
  ),
  scalar('sqrt(value: number): real', 'The square root. NaN for a negative number.', {
    implies: 'first',
    repeats: true,
    sql: ([x]) => sql`CASE WHEN ${x!} >= 0 THEN sqrt(${x!}) WHEN ${x!} < 0 THEN 'NaN'::DOUBLE END`,
    example: ['sqrt(9)', '3'],
  }),
  scalar('pow(base: number, exponent: number): real', 'A power.', {
    implies: 'first',
    sql: ([x, y]) => sql`pow((${x!})::DOUBLE, (${y!})::DOUBLE)`,
    example: ['pow(2, 3)', '8'],
  }),
  scalar('exp(value: number): real', 'e to the power of a number.', {
    implies: 'first',
    sql: ([x]) => sql`exp((${x!})::DOUBLE)`,
    example: ['exp(0)', '1'],
  }),
  scalar('exp2(value: number): real', '2 to the power of a number.', {
    implies: 'first',
    sql: ([x]) => sql`pow(2.0::DOUBLE, (${x!})::DOUBLE)`,
    example: ['exp2(3)', '8'],
  }),
  scalar('exp10(value: number): real', '10 to the power of a number.', {
    implies: 'first',
    sql: ([x]) => sql`pow(10.0::DOUBLE, (${x!})::DOUBLE)`,
    example: ['exp10(2)', '100'],
  }),
  logarithm('log', sql`ln`, 'The natural logarithm.', ['log(1)', '0']),
  logarithm('log10', sql`log10`, 'The logarithm to base 10.', ['log10(100)', '2']),
  logarithm('log2', sql`log2`, 'The logarithm to base 2.', ['log2(8)', '3']),
  ...(['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'cot', 'radians', 'degrees'] as const).map((name) => {
    const doc = `The function ${name} of a number.`
    const isBounded = name === 'asin' || name === 'acos'
    return scalar(`${name}(value: number): real`, doc, {
      repeats: isBounded,
      implies: name === 'cot' || name === 'radians' || name === 'degrees' ? 'nothing' : 'first',
      sql: ([x]) =>
        isBounded
          ? sql`CASE WHEN ${x!} BETWEEN -1 AND 1 THEN ${DUCKDB[name]}((${x!})::DOUBLE) ELSE 'NaN'::DOUBLE END`
          : sql`${DUCKDB[name]}((${x!})::DOUBLE)`,
      example: [`round(${name}(0.5), 4)`, TRIGONOMETRY[name]],
    })
  }),
  scalar('atan2(y: number, x: number): real', 'The angle of a point, in radians.', {
    implies: 'first',
    sql: ([y, x]) => sql`atan2((${y!})::DOUBLE, (${x!})::DOUBLE)`,
    example: ['atan2(0, 1)', '0'],
  }),
  scalar('pi(): real', 'The number pi.', { sql: () => sql`pi()`, example: ['round(pi(), 4)', '3.1416'] }),
  scalar('gamma(value: number): real', 'The gamma function.', {
    implies: 'first',
    sql: ([x]) => sql`gamma((${x!})::DOUBLE)`,
    example: ['gamma(5)', '24'],
  }),
  scalar('loggamma(value: number): real', 'The natural logarithm of the gamma function.', {
    implies: 'first',
    sql: ([x]) => sql`lgamma((${x!})::DOUBLE)`,
    example: ['loggamma(1)', '0'],
  }),
  scalar('rand(limit?: long): real', 'A random number from 0 to 1, or an integer below a limit.', {
    implies: 'first',
    sql: ([limit]) => (limit === undefined ? sql`random()` : sql`floor(random() * ${limit})`),
    example: ['rand() < 1', 'true'],
  }),
  scalar('isnan(value: number): bool', 'Whether a number is NaN.', {
    sql: ([x]) => sql`isnan((${x!})::DOUBLE)`,
    example: ['isnan(0.0/0)', 'true'],
  }),
  scalar('isinf(value: number): bool', 'Whether a number is infinite.', {
    sql: ([x]) => sql`isinf((${x!})::DOUBLE)`,
    example: ['isinf(1.0/0)', 'true'],
  }),
  scalar('isfinite(value: number): bool', 'Whether a number is neither infinite nor NaN.', {
    sql: ([x]) => sql`isfinite((${x!})::DOUBLE)`,
    example: ['isfinite(1)', 'true'],
  }),
]

// --- helpers, in order of use ---

function whole(name: string, doc: string): readonly FunctionEntry[] {
  return [
    scalar(`${name}(value: any, size?: any): any`, doc, {
      repeats: true,
      implies: 'first',
      returns: (args) =>
        args.length === 1 ? (isInteger(args[0]!.type) ? 'long' : 'real') : binType(args[0]!.type, args[1]!.type),
      sql: (_, { args, call, row }) =>
        args.length === 1
          ? isInteger(args[0]!.type)
            ? args[0]!.sql
            : sql`floor(${convert(args[0]!, 'real')})`
          : rounded(args[0]!, args[1]!, call, row),
      example: ['floor(1.7, 1)', '1'],
    }),
  ]
}

function binType(value: KqlType, size: KqlType): KqlType {
  if (value === 'datetime' || value === 'timespan') return value
  if (isInteger(value) && isInteger(size)) return 'long'
  return value === 'dynamic' && isInteger(size) ? 'real' : 'real'
}

function bin(name: string, example: FunctionEntry['example']): FunctionEntry {
  return scalar(
    `${name}(value: any, size: any): any`,
    'Rounds a value down to the start of its bin. All bins have the given size.',
    {
      implies: 'first',
      returns: ([value, size]) => binType(value!.type, size!.type),
      sql: (_, { args: [value, size], call, row }) => rounded(value!, size!, call, row),
      example,
    },
  )
}

/** A logarithm that handles 0 and negative numbers, for which DuckDB raises an error. */
function logarithm(name: string, duckDb: Sql, doc: string, example: FunctionEntry['example']): FunctionEntry {
  return scalar(`${name}(value: number): real`, doc, {
    repeats: true,
    implies: 'first',
    sql: ([x]) => sql`CASE WHEN ${x!} > 0 THEN ${duckDb}((${x!})::DOUBLE) WHEN ${x!} = 0 THEN '-inf'::DOUBLE END`,
    example,
  })
}
