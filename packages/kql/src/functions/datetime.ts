import { ticksOfTimestamp, timestampOf } from '../binding/convert'
import { KqlError } from '../errors'
import { integerLiteral, type Sql, sql, stringLiteral } from '../sql/sql'
import { MAX_DATETIME, TICKS } from '../values/ticks'
import { type CallContext, type FunctionEntry, scalar } from './entry'
import { formatted } from './format-datetime'

const START_EXAMPLES: Readonly<Record<string, string>> = {
  day: '2021-06-09T00:00:00.0000000Z',
  week: '2021-06-06T00:00:00.0000000Z',
  month: '2021-06-01T00:00:00.0000000Z',
  year: '2021-01-01T00:00:00.0000000Z',
}

export const DATETIME_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('now(offset?: timespan): datetime', 'The time of the query, plus an offset.', {
    sql: ([offset], { binder }) =>
      offset === undefined
        ? integerLiteral(binder.options.now)
        : sql`(${integerLiteral(binder.options.now)} + ${offset})`,
    example: ['now() - now()', '00:00:00'],
  }),
  scalar('ago(span: timespan): datetime', 'The time of the query minus a timespan.', {
    sql: ([span], { binder }) => sql`(${integerLiteral(binder.options.now)} - ${span!})`,
    example: ['now() - ago(1h)', '01:00:00'],
  }),
  ...bounds('day', sql`864000000000`, 0n),
  ...bounds('week', sql`6048000000000`, TICKS.day),
  ...calendarBounds('month', 1),
  ...calendarBounds('year', 12),
  part(
    'monthofyear',
    'Month of the year.',
    (t) => sql`month(${t})`,
    ['monthofyear(datetime(2021-03-04))', '3'],
    ['getmonth'],
  ),
  part('getyear', 'Year.', (t) => sql`year(${t})`, ['getyear(datetime(2021-03-04))', '2021']),
  part('dayofmonth', 'Day of the month.', (t) => sql`day(${t})`, ['dayofmonth(datetime(2021-03-04))', '4']),
  part('dayofyear', 'Day of the year.', (t) => sql`dayofyear(${t})`, ['dayofyear(datetime(2021-02-01))', '32']),
  part('hourofday', 'Hour of the day.', (t) => sql`hour(${t})`, ['hourofday(datetime(2021-03-04 05:00))', '5']),
  part(
    'week_of_year',
    'Week of the year by ISO 8601.',
    (t) => sql`weekofyear(${t})`,
    ['week_of_year(datetime(2021-01-04))', '1'],
    ['weekofyear'],
  ),
  scalar('dayofweek(date: datetime): timespan', 'Days since the last Sunday, as a timespan.', {
    sql: ([t]) => sql`((${t!} // 864000000000 + 1) % 7 * 864000000000)`,
    example: ['dayofweek(datetime(2021-01-04))', '1.00:00:00'],
  }),
  scalar('datetime_part(part: string, date: datetime): long', 'A part of a date, such as Year or Hour.', {
    sql: ([, t], { args: [name], call }) => {
      const part = String(name?.value).toLowerCase().replaceAll('_', '')
      const read = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined
      if (read === undefined)
        throw new KqlError(
          'ARGUMENTS',
          call,
          'datetime_part() takes Year, Quarter, Month, week_of_year, Day, DayOfYear, Hour, Minute, Second, Millisecond, Microsecond or Nanosecond.',
        )
      return read(t!)
    },
    oldNames: ['datepart'],
    example: ["datetime_part('Month', datetime(2021-03-04))", '3'],
  }),
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
  scalar(
    'make_datetime(year: long, month: long, day: long, hour?: long, minute?: long, second?: real): datetime',
    'A date made from its parts. Null if there is no such date.',
    {
      sql: ([year, month, day, hour = sql`0`, minute = sql`0`, second = sql`0`]) => {
        const date = sql`TRY_CAST(printf('%04d-%02d-%02d %02d:%02d:00', ${year!}, ${month!}, ${day!}, ${hour}, ${minute}) AS TIMESTAMP)`
        return sql`(${ticksOfTimestamp(date)} + CASE WHEN ${second} >= 0 AND ${second} < 60 THEN round((${second}) * 10000000)::BIGINT END)`
      },
      example: ['make_datetime(2021, 2, 3)', '2021-02-03T00:00:00.0000000Z'],
    },
  ),
  scalar(
    'make_timespan(hours: long, minutes: long, seconds?: real, more?: real): timespan',
    'A timespan made from hours, minutes and seconds, or from days, hours, minutes and seconds.',
    {
      repeats: true,
      sql: (parts, { args }) => {
        const [days, hours, minutes, seconds] = args.length === 4 ? parts : [sql`0`, ...parts, sql`0`]
        const isValid = sql`${days!} >= 0 AND ${hours!} BETWEEN 0 AND 23 AND ${minutes!} BETWEEN 0 AND 59 AND ${seconds!} >= 0 AND ${seconds!} < 60`
        return sql`CASE WHEN ${isValid} THEN ((((${days!})::BIGINT * 24 + ${hours!}) * 60 + ${minutes!}) * 600000000 + round(${seconds!} * 10000000))::BIGINT END`
      },
      example: ['make_timespan(1, 2, 3)', '01:02:03'],
    },
  ),
  scalar(
    'unixtime_seconds_todatetime(seconds: number): datetime',
    'The date for a number of seconds since 1970.',
    unix(10_000_000, ['unixtime_seconds_todatetime(1)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'unixtime_milliseconds_todatetime(milliseconds: number): datetime',
    'The date for a number of milliseconds since 1970.',
    unix(10_000, ['unixtime_milliseconds_todatetime(1000)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'unixtime_microseconds_todatetime(microseconds: number): datetime',
    'The date for a number of microseconds since 1970.',
    unix(10, ['unixtime_microseconds_todatetime(1000000)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'format_datetime(date: datetime, format: string): string',
    'A date as a string, in a format such as yyyy-MM-dd HH:mm.',
    {
      repeats: true,
      sql: ([t], { args: [, format], call }) => formatted('datetime', t!, format?.value, call),
      example: ["format_datetime(datetime(2021-03-04 05:06), 'yy/M/d h:mm tt')", '21/3/4 5:06 AM'],
    },
  ),
  scalar(
    'format_timespan(span: timespan, format: string): string',
    'A timespan as a string, in a format such as hh:mm:ss.',
    {
      repeats: true,
      sql: ([t], { args: [, format], call }) => formatted('timespan', t!, format?.value, call),
      example: ["format_timespan(90m, 'hh:mm')", '01:30'],
    },
  ),
  scalar('around(date: any, center: any, delta: any): bool', 'Whether a value is within a distance of another.', {
    repeats: true,
    sql: ([value, center, delta]) => sql`(${value!} BETWEEN ${center!} - ${delta!} AND ${center!} + ${delta!})`,
    example: ['around(5, 4, 1)', 'true'],
  }),
]

// --- helpers, in order of use ---

/** `startof…` and `endof…` for units that always have the same length. Weeks start on Sundays. */
function bounds(unit: string, size: Sql, shift: bigint): readonly FunctionEntry[] {
  const start = (t: Sql, offset = sql`0`) =>
    sql`((${t} + ${shift}) // ${size} * ${size} - ${shift} + (${offset}) * ${size})`
  return startAndEnd(unit, start, (t, offset) => sql`(${start(t, offset)} + ${size} - 1)`)
}

function calendarBounds(unit: 'month' | 'year', months: number): readonly FunctionEntry[] {
  const start = (t: Sql, offset = sql`0`, more = 0) =>
    ticksOfTimestamp(
      sql`(date_trunc(${stringLiteral(unit)}, ${timestampOf(t)}) + to_months((((${offset}) + ${more}) * ${months})::INTEGER))`,
    )
  return startAndEnd(unit, start, (t, offset) => sql`(${start(t, offset, 1)} - 1)`)
}

function startAndEnd(
  unit: string,
  start: (t: Sql, offset?: Sql) => Sql,
  end: (t: Sql, offset?: Sql) => Sql,
): readonly FunctionEntry[] {
  const example = START_EXAMPLES[unit]!
  return [
    scalar(
      `startof${unit}(date: datetime, offset?: long): datetime`,
      `Start of the ${unit}, plus a number of ${unit}s.`,
      {
        keepsName: true,
        sql: ([t, offset]) => start(t!, offset),
        example: [`startof${unit}(datetime(2021-06-09 10:00))`, example],
      },
    ),
    scalar(
      `endof${unit}(date: datetime, offset?: long): datetime`,
      `Last tick of the ${unit}, plus a number of ${unit}s.`,
      {
        keepsName: true,
        sql: ([t, offset]) => end(t!, offset),
        example: [`startof${unit}(endof${unit}(datetime(2021-06-09 10:00)))`, example],
      },
    ),
  ]
}

function part(
  name: string,
  doc: string,
  read: (timestamp: Sql) => Sql,
  example: FunctionEntry['example'],
  otherNames: readonly string[] = [],
): FunctionEntry {
  return scalar(`${name}(date: datetime): int`, doc, { otherNames, sql: ([t]) => read(timestampOf(t!)), example })
}

const PARTS: Readonly<Record<string, (ticks: Sql) => Sql>> = {
  year: (t) => sql`year(${timestampOf(t)})`,
  quarter: (t) => sql`quarter(${timestampOf(t)})`,
  month: (t) => sql`month(${timestampOf(t)})`,
  weekofyear: (t) => sql`weekofyear(${timestampOf(t)})`,
  day: (t) => sql`day(${timestampOf(t)})`,
  dayofyear: (t) => sql`dayofyear(${timestampOf(t)})`,
  hour: (t) => sql`(${t} // 36000000000 % 24)`,
  minute: (t) => sql`(${t} // 600000000 % 60)`,
  second: (t) => sql`(${t} // 10000000 % 60)`,
  millisecond: (t) => sql`(${t} // 10000 % 1000)`,
  microsecond: (t) => sql`(${t} // 10 % 1000000)`,
  nanosecond: (t) => sql`(${t} % 10000000 * 100)`,
}

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

function unix(factor: number, example: FunctionEntry['example']) {
  return {
    repeats: true,
    sql: ([value]: readonly Sql[]) => {
      const ticks = sql`(621355968000000000 + ((${value!}) * ${factor})::HUGEINT)`
      return sql`CASE WHEN ${ticks} BETWEEN 0 AND ${MAX_DATETIME} THEN ${ticks}::BIGINT END`
    },
    example,
  }
}
