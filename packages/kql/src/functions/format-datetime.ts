import { timestampOf } from '../binding/timestamps'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Call } from '../syntax/ast'

/** Returns ticks as a string in a constant format. */
export function formatted(kind: 'datetime' | 'timespan', ticks: Sql, format: unknown, call: Call): Sql {
  if (typeof format !== 'string')
    throw new KqlError('ARGUMENTS', call, `The format of ${call.name}() must be a string literal.`)
  const parts = (format.match(TOKENS) ?? []).map((token) => {
    if (DELIMITERS.test(token)) return stringLiteral(token)
    const write = (kind === 'datetime' ? datetimeToken : timespanToken)(token)
    if (write === undefined) {
      const known =
        kind === 'datetime'
          ? 'y M d h H m s f F t and / - : , . _ [ ] and blanks'
          : 'd h H m s f F and / - : , . _ [ ] and blanks'
      throw new KqlError(
        'ARGUMENTS',
        call,
        `${token} is not allowed in the format of ${call.name}(). Allowed are ${known}.`,
      )
    }
    return write(ticks)
  })
  const sign = kind === 'timespan' ? sql`CASE WHEN ${ticks} < 0 THEN '-' ELSE '' END || ` : sql``
  return parts.length === 0 ? sql`''` : sql`coalesce(${sign}${joinSql(parts, sql` || `)}, '')`
}

// --- helpers, in order of use ---

const TOKENS = /([a-zA-Z%\\])\1*|[^a-zA-Z%\\]/gs
const DELIMITERS = /^[ /\-:,._[\]]$/

type Write = (ticks: Sql) => Sql

function datetimeToken(token: string): Write | undefined {
  const width = token.length
  const date = (name: Sql) => (t: Sql) => padded(sql`${name}(${timestampOf(t)})`, width)
  switch (token[0]) {
    case 'y':
      if (width === 4) return date(sql`year`)
      return width <= 2 ? (t) => padded(sql`year(${timestampOf(t)}) % 100`, width) : undefined
    case 'M':
      if (width <= 2) return date(sql`month`)
      return width === 3 ? named('%b') : width === 4 ? named('%B') : undefined
    case 'd':
      if (width <= 2) return date(sql`day`)
      return width === 3 ? named('%a') : width === 4 ? named('%A') : undefined
    case 'H':
      return width <= 2 ? (t) => padded(sql`${t} // 36000000000 % 24`, width) : undefined
    case 'h':
      return width <= 2 ? (t) => padded(sql`(${t} // 36000000000 + 11) % 12 + 1`, width) : undefined
    case 't':
      return width <= 2
        ? (t) =>
            width === 1 ? sql`left(strftime(${timestampOf(t)}, '%p'), 1)` : sql`strftime(${timestampOf(t)}, '%p')`
        : undefined
    default:
      return clockToken(token)
  }
}

function timespanToken(token: string): Write | undefined {
  const width = token.length
  switch (token[0]) {
    case 'd':
      return width <= 8 ? (t) => padded(sql`abs(${t}) // 864000000000`, width) : undefined
    case 'H':
    case 'h':
      return width <= 2 ? (t) => padded(sql`abs(${t}) // 36000000000 % 24`, width) : undefined
    case 't':
      return undefined
    default: {
      const write = clockToken(token)
      return write === undefined ? undefined : (t) => write(sql`abs(${t})`)
    }
  }
}

/** Minutes, seconds and their fraction. */
function clockToken(token: string): Write | undefined {
  const width = token.length
  switch (token[0]) {
    case 'm':
      return width <= 2 ? (t) => padded(sql`${t} // 600000000 % 60`, width) : undefined
    case 's':
      return width <= 2 ? (t) => padded(sql`${t} // 10000000 % 60`, width) : undefined
    case 'f':
    case 'F': {
      if (width > 7) return undefined
      const digits = (t: Sql) => sql`left(lpad((${t} % 10000000)::VARCHAR, 7, '0'), ${width})`
      return token[0] === 'f' ? digits : (t) => sql`rtrim(${digits(t)}, '0')`
    }
    default:
      return undefined
  }
}

function named(format: string): Write {
  return (t) => sql`strftime(${timestampOf(t)}, ${stringLiteral(format)})`
}

function padded(value: Sql, width: number): Sql {
  if (width <= 1) return sql`(${value})::VARCHAR`
  return sql`lpad((${value})::VARCHAR, greatest(${width}, length((${value})::VARCHAR))::INTEGER, '0')`
}
