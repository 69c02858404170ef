import { describe } from '@jest/globals'
import { itEvaluates, itRefuses } from '../cases'

describe('datetime literals may have any of the usual formats', () => {
  itEvaluates([
    [`datetime(2021-01-02)`, '2021-01-02T00:00:00.0000000Z'],
    [`datetime(2021-01)`, '2021-01-01T00:00:00.0000000Z'],
    [`datetime(2021)`, '2021-01-01T00:00:00.0000000Z'],
    [`datetime(2021-01-02 03:04)`, '2021-01-02T03:04:00.0000000Z'],
    [`datetime(2021-01-02T03:04:05.1234567Z)`, '2021-01-02T03:04:05.1234567Z'],
    [`datetime(2021-01-01T10:00:00+02:00)`, '2021-01-01T08:00:00.0000000Z'],
    [`datetime(2021-01-01 10:00 PM)`, '2021-01-01T22:00:00.0000000Z'],
    [`datetime(01/02/2021)`, '2021-01-02T00:00:00.0000000Z'],
    [`datetime(1/2/2021 3:04 PM)`, '2021-01-02T15:04:00.0000000Z'],
    [`datetime(2025, 6, 14)`, '2025-06-14T00:00:00.0000000Z'],
    [`datetime(Sat, 02 Jan 2021 03:04:05 GMT)`, '2021-01-02T03:04:05.0000000Z'],
    [`datetime('2021-01-02')`, '2021-01-02T00:00:00.0000000Z'],
    [`datetime(null)`, null],
  ])
  itRefuses([[`print datetime(2021-02-30)`, 'SYNTAX', 'is not a datetime literal']])
})

describe('todatetime() reads strings', () => {
  itEvaluates([
    [`todatetime('2021-01-01T10:00:00+02:00')`, '2021-01-01T08:00:00.0000000Z'],
    [`todatetime('2021-01-01T10:00:00-0130')`, '2021-01-01T11:30:00.0000000Z'],
    [`todatetime('2021-01-01T10:00:00.1234567+01:00')`, '2021-01-01T09:00:00.1234567Z'],
    [`todatetime('2021-1-2')`, '2021-01-02T00:00:00.0000000Z'],
    [`todatetime('01/02/2021')`, '2021-01-02T00:00:00.0000000Z'],
    [`todatetime('garbage')`, null],
    [`todatetime('2021-13-01')`, null],
    [`todatetime('')`, null],
    [`todatetime(637134336000000000)`, '2020-01-01T00:00:00.0000000Z'],
  ])
})

describe('timespans are written and read with seven digits', () => {
  itEvaluates([
    [`1.5d`, '1.12:00:00'],
    [`100ms`, '00:00:00.1000000'],
    [`5tick`, '00:00:00.0000005'],
    [`time(12:30:45)`, '12:30:45'],
    [`time(1.02:03:04.5)`, '1.02:03:04.5000000'],
    [`timespan(2h)`, '02:00:00'],
    [`totimespan('1.02:03:04.5')`, '1.02:03:04.5000000'],
    [`totimespan('00:01')`, '00:01:00'],
    [`totimespan('1d')`, '1.00:00:00'],
    [`totimespan('5')`, '5.00:00:00'],
    [`totimespan('-01:00:00')`, '-01:00:00'],
    [`totimespan('25:00:00')`, null],
    [`totimespan('abc')`, null],
  ])
})

describe('startof… and endof… functions take an offset', () => {
  itEvaluates([
    [`startofday(datetime(2021-06-09 10:00), 1)`, '2021-06-10T00:00:00.0000000Z'],
    [`endofday(datetime(2021-06-09 10:00), -1)`, '2021-06-08T23:59:59.9999999Z'],
    [`startofweek(datetime(2021-06-09))`, '2021-06-06T00:00:00.0000000Z'],
    [`startofweek(datetime(2021-06-06))`, '2021-06-06T00:00:00.0000000Z'],
    [`startofweek(datetime(2021-06-09), -1)`, '2021-05-30T00:00:00.0000000Z'],
    [`endofweek(datetime(2021-06-09))`, '2021-06-12T23:59:59.9999999Z'],
    [`startofmonth(datetime(2021-06-09), 1)`, '2021-07-01T00:00:00.0000000Z'],
    [`endofmonth(datetime(2021-01-31), 1)`, '2021-02-28T23:59:59.9999999Z'],
    [`endofmonth(datetime(2020-02-10))`, '2020-02-29T23:59:59.9999999Z'],
    [`endofyear(datetime(2021-06-09), -1)`, '2020-12-31T23:59:59.9999999Z'],
  ])
})

describe('parts of dates', () => {
  itEvaluates([
    [`dayofweek(datetime(2021-06-06))`, '00:00:00'],
    [`dayofweek(datetime(2021-06-12))`, '6.00:00:00'],
    [`dayofyear(datetime(2020-12-31))`, 366],
    [`hourofday(datetime(2021-06-09 23:59))`, 23],
    [`getmonth(datetime(2021-06-09))`, 6],
    [`week_of_year(datetime(2021-01-03))`, 53],
    [`datetime_part('week_of_year', datetime(2021-01-04))`, 1],
    [`datetime_part('dayOfYear', datetime(2021-03-04))`, 63],
    [`datetime_part('quarter', datetime(2021-03-04))`, 1],
    [`datetime_part('millisecond', datetime(2021-03-04 05:06:07.1234567))`, 123],
    [`datetime_part('microsecond', datetime(2021-03-04 05:06:07.1234567))`, 123_456],
    [`datetime_part('nanosecond', datetime(2021-03-04 05:06:07.1234567))`, 123_456_700],
  ])
  itRefuses([[`print datetime_part('era', now())`, 'ARGUMENTS', 'week_of_year']])
})

describe('datetime_add() and datetime_diff()', () => {
  itEvaluates([
    [`datetime_add('month', 1, datetime(2021-01-31))`, '2021-02-28T00:00:00.0000000Z'],
    [`datetime_add('year', -1, datetime(2020-02-29))`, '2019-02-28T00:00:00.0000000Z'],
    [`datetime_add('quarter', 1, datetime(2021-01-31))`, '2021-04-30T00:00:00.0000000Z'],
    [`datetime_add('second', 90, datetime(2021-01-01 00:00:00.1234567))`, '2021-01-01T00:01:30.1234567Z'],
    [`datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))`, 17],
    [`datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))`, 13],
    [`datetime_diff('week', datetime(2017-10-29), datetime(2017-09-30 23:59))`, 5],
    [`datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))`, 2],
    [`datetime_diff('nanosecond', datetime(2017-10-30), datetime(2017-10-30 00:00:00.0000007))`, -700],
  ])
  itRefuses([[`print datetime_add('fortnight', 1, now())`, 'ARGUMENTS', 'year, quarter, month']])
})

describe('arithmetic of dates and timespans has ticks of 100 ns', () => {
  itEvaluates([
    [`datetime(2021-01-01) - datetime(2020-01-01)`, '366.00:00:00'],
    [`datetime(2021-01-01) + 1tick`, '2021-01-01T00:00:00.0000001Z'],
    [`datetime(9999-12-31 23:59:59.9999999) + 1tick`, null],
    [`datetime(0001-01-01) - 1tick`, null],
    [`1d / 1h`, 24],
    [`90m / 1h`, 1.5],
    [`1h * 1.5`, '01:30:00'],
    [`2 * 1d`, '2.00:00:00'],
    [`1d / 2`, '12:00:00'],
    [`1d % 7h`, '03:00:00'],
    [`-1h`, '-01:00:00'],
    [`1h == 60m`, true],
    [`now() - ago(1h)`, '01:00:00'],
    [`datetime(2020-01-01) between (datetime(2019-12-31) .. 2d)`, true],
  ])
})

describe('format_datetime() supports these tokens', () => {
  itEvaluates([
    [
      `format_datetime(datetime(2021-03-04 05:06:07.0890123), 'yyyy-MM-dd HH:mm:ss.fffffff')`,
      '2021-03-04 05:06:07.0890123',
    ],
    [`format_datetime(datetime(2021-03-04 15:06), 'M/d/yy h:m tt')`, '3/4/21 3:6 PM'],
    [`format_datetime(datetime(2021-03-04 00:06), 'hh:mm tt')`, '12:06 AM'],
    [`format_datetime(datetime(2021-03-04), 'ddd dddd MMM MMMM')`, 'Thu Thursday Mar March'],
    [`format_datetime(datetime(2021-03-04 05:06:07.08), 's.FFF')`, '7.08'],
    [`format_datetime(datetime(null), 'yyyy')`, ''],
    [`format_timespan(1d + 2h + 3m + 4s + 5ms, 'd.hh:mm:ss.fff')`, '1.02:03:04.005'],
    [`format_timespan(25h, 'hh:mm')`, '01:00'],
    [`format_timespan(-90m, 'h:mm')`, '-1:30'],
  ])
  itRefuses([
    [`print format_datetime(now(), 'yyyy-MM-ddTHH')`, 'ARGUMENTS', 'T is not allowed'],
    [`print format_datetime(now(), strcat('y', tostring(rand())))`, 'ARGUMENTS', 'must be a string literal'],
  ])
})

describe('dates and timespans made of numbers', () => {
  itEvaluates([
    [`make_datetime(2021, 2, 28, 23, 59, 59.5)`, '2021-02-28T23:59:59.5000000Z'],
    [`make_datetime(2021, 2, 30)`, null],
    [`make_datetime(2021, 13, 1)`, null],
    [`make_timespan(1, 30, 0.5)`, '01:30:00.5000000'],
    [`make_timespan(12, 1, 30, 55.123)`, '12.01:30:55.1230000'],
    [`make_timespan(0, 25, 0, 0)`, null],
    [`unixtime_seconds_todatetime(1546300800)`, '2019-01-01T00:00:00.0000000Z'],
    [`unixtime_milliseconds_todatetime(-1)`, '1969-12-31T23:59:59.9990000Z'],
    [`unixtime_nanoseconds_todatetime(100)`, '1970-01-01T00:00:00.0000001Z'],
  ])
})

describe('times in time zones', () => {
  itEvaluates([
    [`datetime_utc_to_local(datetime(2024-03-31 00:59:59), 'Europe/Oslo')`, '2024-03-31T01:59:59.0000000Z'],
    [`datetime_utc_to_local(datetime(2024-03-31 01:00:00), 'Europe/Oslo')`, '2024-03-31T03:00:00.0000000Z'],
    [`datetime_utc_to_local(datetime(2024-10-27 00:59:59), 'Europe/Oslo')`, '2024-10-27T02:59:59.0000000Z'],
    [`datetime_utc_to_local(datetime(2024-10-27 01:00:00), 'Europe/Oslo')`, '2024-10-27T02:00:00.0000000Z'],
    [`datetime_utc_to_local(datetime(2024-01-01 00:00:00.1234567), 'UTC')`, '2024-01-01T00:00:00.1234567Z'],
    [`datetime_utc_to_local(datetime(2024-01-01), 'Asia/Kolkata')`, '2024-01-01T05:30:00.0000000Z'],
    [`datetime_utc_to_local(datetime(2024-07-01), 'US/Pacific')`, '2024-06-30T17:00:00.0000000Z'],
    [`datetime_utc_to_local(datetime(null), 'US/Pacific')`, null],
    [`datetime_local_to_utc(datetime(2024-10-27 01:59:59), 'Europe/Oslo')`, '2024-10-26T23:59:59.0000000Z'],
    [`datetime_local_to_utc(datetime(2024-10-27 02:30), 'Europe/Oslo')`, '2024-10-27T01:30:00.0000000Z'],
    [`datetime_local_to_utc(datetime(2024-03-31 03:00), 'Europe/Oslo')`, '2024-03-31T01:00:00.0000000Z'],
  ])
  itRefuses([
    [`print datetime_utc_to_local(now(), 'Mars/Olympus')`, 'ARGUMENTS', 'There is no time zone Mars/Olympus'],
    [`print z = 'UTC' | extend t = datetime_utc_to_local(now(), z)`, 'ARGUMENTS', 'must be a constant'],
  ])
})
