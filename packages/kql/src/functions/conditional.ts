import type { Bound } from '../binding/bound'
import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { KqlError, type Span } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import { isInteger, isNumeric, type KqlType } from '../types'
import { type CallContext, type FunctionEntry, scalar } from './entry'

/**
 * Returns the common type of the values. Types of integers may be mixed, and any numbers with a decimal. A dynamic value is
 * converted to the type of the others. Any other mixture is an error.
 */
function unify(values: readonly Bound[], span: Span, name: string): KqlType {
  let type: KqlType | undefined
  for (const value of values) {
    if (value.type === 'dynamic') continue
    if (type === undefined || type === value.type) type = value.type
    else if (isInteger(type) && isInteger(value.type)) type = 'long'
    else if (isNumeric(type) && isNumeric(value.type) && (type === 'decimal' || value.type === 'decimal'))
      type = 'decimal'
    else
      throw new KqlError(
        'TYPE',
        span,
        `${name}() mixes ${type} and ${value.type}. Convert them to one type, for example with todouble().`,
      )
  }
  return type ?? 'dynamic'
}

function choices(
  name: string,
  args: readonly Bound[],
  span: Span,
): { readonly type: KqlType; readonly sqls: readonly Sql[] } {
  const type = unify(args, span, name)
  return { type, sqls: args.map((arg) => (arg.type === type ? arg.sql : convert(arg, type))) }
}

const everySecond = (args: readonly Bound[]) => args.filter((_, index) => index % 2 === 1 || index === args.length - 1)

export const CONDITIONAL_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'iff(condition: bool, then: any, otherwise: any): any',
    'The second argument if the first is true, else the third.',
    {
      deprecatedNames: ['iif'],
      returns: ([, ...values]) => commonType(values),
      sql: ([condition], { args: [, ...values], call }) => {
        const { sqls } = choices(call.name, values, call)
        return sql`CASE WHEN ${condition!} THEN ${sqls[0]!} ELSE ${sqls[1]!} END`
      },
      example: ["iff(1 < 2, 'a', 'b')", 'a'],
    },
  ),
  scalar(
    'case(condition: any, value: any, ...more: any): any',
    'The value after the first condition that is true; the last value if none is.',
    {
      returns: (args) => commonType(everySecond(args)),
      sql: (_, { args, call, row }) => {
        if (args.length % 2 === 0)
          throw new KqlError(
            'ARGUMENTS',
            call,
            'case() needs pairs of a condition and a value, and a default value at the end.',
          )
        const { sqls } = choices('case', everySecond(args), call)
        const branches = sqls.slice(0, -1).map((value, index) => {
          const test = args[index * 2]!
          if (test.type !== 'bool' && test.type !== 'dynamic')
            throw new KqlError('TYPE', call, `A condition of case() must be a bool, got a ${test.type}.`)
          return sql`WHEN ${test.type === 'bool' ? test.sql : convert(row.computeOnce(test), 'bool')} THEN ${value}`
        })
        return sql`CASE ${joinSql(branches, sql` `)} ELSE ${sqls.at(-1)!} END`
      },
      example: ["case(1 > 2, 'a', 2 > 1, 'b', 'c')", 'b'],
    },
  ),
  scalar('coalesce(value: any, ...more: any): any', 'The first value that is not null, or not empty for strings.', {
    returns: commonType,
    sql: (_, { args, call }) => {
      const { type, sqls } = choices('coalesce', args, call)
      if (type === 'string') return sql`coalesce(${joinSql(sqls.map((value) => sql`nullif(${value}, '')`))}, '')`
      if (type === 'dynamic') return sql`coalesce(${joinSql(sqls.map((value) => sql`nullif(${value}, 'null'::JSON)`))})`
      return sql`coalesce(${joinSql(sqls)})`
    },
    example: ["coalesce('', 'a')", 'a'],
  }),
  scalar('isempty(value: any): bool', 'Whether a string is empty, or another value is null.', {
    sql: (args, context) => isEmpty(args, context),
    example: ["isempty('')", 'true'],
  }),
  scalar('isnotempty(value: any): bool', 'Whether a string is not empty, or another value is not null.', {
    deprecatedNames: ['notempty'],
    sql: (args, context) => sql`(NOT ${isEmpty(args, context)})`,
    example: ["isnotempty('')", 'false'],
  }),
  scalar('isnull(value: any): bool', 'Whether a value is null. A string never is.', {
    sql: (args, context) => isNull(args, context),
    example: ['isnull(int(null))', 'true'],
  }),
  scalar('isnotnull(value: any): bool', 'Whether a value is not null. A string always is.', {
    deprecatedNames: ['notnull'],
    sql: (args, context) => sql`(NOT ${isNull(args, context)})`,
    example: ['isnotnull(1)', 'true'],
  }),
  scalar(
    'column_ifexists(name: string, otherwise: any): any',
    'A column if there is one of this name, or another value.',
    {
      deprecatedNames: ['columnifexists'],
      implies: 'value',
      chooses: ({ args: [name, otherwise], row }) => row.column(String(name!.value)) ?? otherwise!,
      sql: ([, otherwise]) => otherwise!,
      example: ["column_ifexists('a', 1)", '1'],
    },
  ),
  scalar('iscolumnexists(name: string): bool', 'Whether there is a column with this name.', {
    sql: (_, { args: [name], row }) => (row.column(String(name!.value)) === undefined ? sql`false` : sql`true`),
    example: ["iscolumnexists('a')", 'false'],
  }),
  scalar(
    'assert(condition: bool, message: string): bool',
    'Stops the query with a message unless a condition is true.',
    {
      sql: ([condition, message]) => sql`CASE WHEN ${condition!} THEN true ELSE error(${message!})::BOOLEAN END`,
      example: ["assert(1 < 2, 'never')", 'true'],
    },
  ),
  scalar('not(value: bool): bool', 'The opposite of a bool.', {
    sql: ([value]) => sql`(NOT ${value!})`,
    example: ['not(true)', 'false'],
  }),
  extreme('max_of', 'greatest', 'The largest value.', ['max_of(1, 3, 2)', '3']),
  extreme('min_of', 'least', 'The smallest value.', ['min_of(1, 3, 2)', '1']),
]

// --- helpers, in order of use ---

/** The type that values of several types convert to. The SQL fails if they have none in common. */
function commonType(values: readonly Bound[]): KqlType {
  const known = values.filter(({ type }) => type !== 'dynamic')
  if (known.some(({ type }) => type === 'decimal')) return 'decimal'
  if (known.some(({ type }) => type === 'long') && known.every(({ type }) => isInteger(type))) return 'long'
  return known[0]?.type ?? 'dynamic'
}

function isNull([value]: readonly Sql[], { args: [bound] }: CallContext): Sql {
  if (bound!.type === 'string') return sql`false`
  return bound!.type === 'dynamic' ? sql`coalesce(${value!}::VARCHAR = 'null', true)` : sql`(${value!} IS NULL)`
}

function isEmpty([value]: readonly Sql[], { args: [bound] }: CallContext): Sql {
  if (bound!.type === 'string') return sql`(${value!} = '')`
  return bound!.type === 'dynamic'
    ? sql`coalesce(${value!}::VARCHAR IN ('null', ${stringLiteral('""')}), true)`
    : sql`(${value!} IS NULL)`
}

function extreme(
  name: string,
  duckDb: 'greatest' | 'least',
  doc: string,
  example: FunctionEntry['example'],
): FunctionEntry {
  return scalar(`${name}(value: any, ...more: any): any`, doc, {
    returns: (args) =>
      args.every(({ type }) => isNumeric(type)) && args.some(({ type }) => type === 'real') ? 'real' : commonType(args),
    sql: (_, { args, call }) => {
      const isReal = args.every(({ type }) => isNumeric(type)) && args.some(({ type }) => type === 'real')
      const sqls = isReal ? args.map((arg) => convert(arg, 'real')) : choices(name, args, call).sqls
      const list = joinSql(sqls)
      const anyNull = joinSql(
        sqls.map((value) => sql`(${value}) IS NULL`),
        sql` OR `,
      )
      return duckDb === 'greatest'
        ? sql`greatest(${list})`
        : sql`CASE WHEN ${anyNull} THEN ${nullOf(commonType(args))} ELSE least(${list}) END`
    },
    example,
  })
}
