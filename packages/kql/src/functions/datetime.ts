import { timestampOf } from '../binding/timestamps'
import { KqlError } from '../errors'
import { integerLiteral, type Sql, sql } from '../sql/sql'
import { type FunctionEntry, scalar } from './entry'
import { formatted } from './format-datetime'

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
  scalar('datetime_part(part: string, date: datetime): int', 'A part of a date, such as Year or Hour.', {
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
    deprecatedNames: ['datepart'],
    example: ["datetime_part('Month', datetime(2021-03-04))", '3'],
  }),
  scalar(
    'format_datetime(date: datetime, format: string): string',
    'A date as a string, in a format such as yyyy-MM-dd HH:mm.',
    {
      implies: 'first',
      repeats: true,
      sql: ([t], { args: [, format], call }) => formatted('datetime', t!, format?.value, call),
      example: ["format_datetime(datetime(2021-03-04 05:06), 'yy/M/d h:mm tt')", '21/3/4 5:06 AM'],
    },
  ),
  scalar(
    'format_timespan(span: timespan, format: string): string',
    'A timespan as a string, in a format such as hh:mm:ss.',
    {
      implies: 'first',
      repeats: true,
      sql: ([t], { args: [, format], call }) => formatted('timespan', t!, format?.value, call),
      example: ["format_timespan(90m, 'hh:mm')", '01:30'],
    },
  ),
]

// --- helpers, in order of use ---

function part(
  name: string,
  doc: string,
  read: (timestamp: Sql) => Sql,
  example: FunctionEntry['example'],
  aliases: readonly string[] = [],
): FunctionEntry {
  return scalar(`${name}(date: datetime): int`, doc, { aliases, sql: ([t]) => read(timestampOf(t!)), example })
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
