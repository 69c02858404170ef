import { ticksOfTimestamp } from '../binding/timestamps'
import { type Sql, sql } from '../sql/sql'
import { MAX_DATETIME } from '../values/ticks'
import { type FunctionEntry, scalar } from './entry'

/** Functions that make dates and timespans from numbers. */
export const DATETIME_MAKE_FUNCTIONS: readonly FunctionEntry[] = [
  scalar(
    'make_datetime(year: long, month: long, day: long, hour?: long, minute?: long, second?: real): datetime',
    'A date made from its parts. Null if there is no such date.',
    {
      implies: 'only',
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
      implies: 'only',
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
    unix(sql`10000000`, ['unixtime_seconds_todatetime(1)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'unixtime_milliseconds_todatetime(milliseconds: number): datetime',
    'The date for a number of milliseconds since 1970.',
    unix(sql`10000`, ['unixtime_milliseconds_todatetime(1000)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'unixtime_nanoseconds_todatetime(nanoseconds: number): datetime',
    'The date of nanoseconds since 1970.',
    unix(sql`0.01`, ['unixtime_nanoseconds_todatetime(1000000000)', '1970-01-01T00:00:01.0000000Z']),
  ),
  scalar(
    'unixtime_microseconds_todatetime(microseconds: number): datetime',
    'The date for a number of microseconds since 1970.',
    unix(sql`10`, ['unixtime_microseconds_todatetime(1000000)', '1970-01-01T00:00:01.0000000Z']),
  ),
]

// --- helpers ---

function unix(factor: Sql, example: FunctionEntry['example']) {
  return {
    repeats: true,
    sql: ([value]: readonly Sql[]) => {
      const ticks = sql`(621355968000000000 + ((${value!}) * ${factor})::HUGEINT)`
      return sql`CASE WHEN ${ticks} BETWEEN 0 AND ${MAX_DATETIME} THEN ${ticks}::BIGINT END`
    },
    example,
  }
}
