import { ticksOfTimestamp, timestampOf } from '../binding/timestamps'
import { KqlError } from '../errors'
import { type Sql, sql } from '../sql/sql'
import { MAX_DATETIME, TICKS } from '../values/ticks'
import { type CallContext, type FunctionEntry, scalar } from './entry'

export const DATETIME_ARITHMETIC_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'datetime_add(period: string, amount: long, date: datetime): datetime',
    'Adds an amount of a period to a date.',
    {
      repeats: true,
      sql: ([, amount, t], { args: [name], call }) => added(unitOf(name?.value, call), amount!, t!),
      example: ["datetime_add('month', 1, datetime(2021-01-31))", '2021-02-28T00:00:00.0000000Z'],
    },
  ),
  scalar(
    'datetime_diff(period: string, later: datetime, earlier: datetime): long',
    'Number of period boundaries between two dates.',
    {
      repeats: true,
      sql: ([, a, b], { args: [name], call }) => difference(unitOf(name?.value, call), a!, b!),
      returns: ([period]) => (String(period?.value).toLowerCase() === 'week' ? 'real' : 'long'),
      example: ["datetime_diff('day', datetime(2021-01-03), datetime(2021-01-01))", '2'],
    },
  ),
  scalar('around(date: any, center: any, delta: any): bool', 'Whether a value is within a distance of another.', {
    repeats: true,
    sql: ([value, center, delta]) => sql`(${value!} BETWEEN ${center!} - ${delta!} AND ${center!} + ${delta!})`,
    example: ['around(5, 4, 1)', 'true'],
  }),
]

// --- helpers, in order of use ---

const UNITS = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
  'nanosecond',
] as const
type Unit = (typeof UNITS)[number]

function unitOf(value: unknown, call: CallContext['call']): Unit {
  const unit = UNITS.find((one) => typeof value === 'string' && one === value.toLowerCase())
  if (unit === undefined)
    throw new KqlError('ARGUMENTS', call, `The period of ${call.name}() must be one of ${UNITS.join(', ')}.`)
  return unit
}

const MONTHS: Partial<Readonly<Record<Unit, number>>> = { year: 12, quarter: 3, month: 1 }
const SIZES: Partial<Readonly<Record<Unit, bigint>>> = {
  week: TICKS.day * 7n,
  day: TICKS.day,
  hour: TICKS.hour,
  minute: TICKS.minute,
  second: TICKS.second,
  millisecond: TICKS.millisecond,
  microsecond: TICKS.microsecond,
}

function added(unit: Unit, amount: Sql, t: Sql): Sql {
  const months = MONTHS[unit]
  if (months !== undefined)
    return sql`(${ticksOfTimestamp(sql`(${timestampOf(t)} + to_months(((${amount}) * ${months})::INTEGER))`)} + ${t} % 10)`
  const sum = unit === 'nanosecond' ? sql`(${t} + (${amount}) // 100)` : sql`(${t} + (${amount}) * ${SIZES[unit]!})`
  return sql`CASE WHEN ${sum} BETWEEN 0 AND ${MAX_DATETIME} THEN ${sum} END`
}

function difference(unit: Unit, a: Sql, b: Sql): Sql {
  const parts = (t: Sql) => ({
    year: sql`year(${timestampOf(t)})`,
    month: sql`month(${timestampOf(t)})`,
    quarter: sql`quarter(${timestampOf(t)})`,
  })
  switch (unit) {
    case 'year':
      return sql`(${parts(a).year} - ${parts(b).year})`
    case 'quarter':
      return sql`((${parts(a).year} - ${parts(b).year}) * 4 + ${parts(a).quarter} - ${parts(b).quarter})`
    case 'month':
      return sql`((${parts(a).year} - ${parts(b).year}) * 12 + ${parts(a).month} - ${parts(b).month})`
    case 'week':
      return sql`((${a} // 864000000000 + 1) // 7 - (${b} // 864000000000 + 1) // 7)::DOUBLE`
    case 'nanosecond':
      return sql`((${a} - ${b}) * 100)`
    default:
      return sql`(${a} // ${SIZES[unit]!} - ${b} // ${SIZES[unit]!})`
  }
}
