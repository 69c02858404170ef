import { afterEach, expect, it, jest } from '@jest/globals'
import type { TimeInput } from '@opentelemetry/api'
import { nowMs } from '../src/span-time'
import { aTracer, rowsOf } from './builders'

afterEach(() => void jest.restoreAllMocks())

/** The times of a span's row and of its event's. */
function timesOf(startTime: TimeInput | undefined, eventTime?: TimeInput) {
  const { tracer, ended } = aTracer()
  tracer
    .startSpan('s', { startTime: startTime as TimeInput })
    .addEvent('e', eventTime)
    .end()
  return ended.flatMap((span) => rowsOf(span)).map(({ time }) => time)
}

it('keeps microseconds of a span and of its events', () => {
  expect(timesOf([1_700_000_000, 123_456_000], [1_700_000_000, 123_789_400])).toEqual([
    '2023-11-14T22:13:20.123456Z',
    '2023-11-14T22:13:20.123789Z',
  ])
  expect(timesOf(1_700_000_000_123.5, [1_700_000_000, 999_999_600])).toEqual([
    '2023-11-14T22:13:20.123500Z',
    '2023-11-14T22:13:21.000Z',
  ])
})

it('adds no digits to a time in milliseconds', () => {
  expect(timesOf(1_700_000_000_123, new Date(1_700_000_000_124))).toEqual([
    '2023-11-14T22:13:20.123Z',
    '2023-11-14T22:13:20.124Z',
  ])
})

it('uses the monotonic clock, so that spans of one millisecond stay in order', () => {
  const { tracer, ended } = aTracer()
  const span = tracer.startSpan('s')
  for (let i = 0; i < 100; i++) span.addEvent(`${i}`)
  span.end()
  const timesMs = ended.flatMap(({ startMs, events }) => [startMs, ...events.map(({ timeMs }) => timeMs)])
  expect(timesMs.toSorted((a, b) => a - b)).toEqual(timesMs)
  const times = ended.flatMap((span) => rowsOf(span)).map(({ time }) => String(time))
  expect(times.filter((time) => /\.\d{6}Z$/.test(time)).length).toBeGreaterThan(50)
})

it('follows the wall clock when it is set', () => {
  expect(apartMs()).toBeLessThan(10)
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 365 * 86_400_000)
  expect(apartMs()).toBeLessThan(10)
  jest.restoreAllMocks()
  expect(apartMs()).toBeLessThan(10)
})

/** The difference between our time and the wall clock's, less the time that passed between reading the two. */
function apartMs(): number {
  const startedMs = performance.now()
  const differenceMs = Math.abs(nowMs() - Date.now())
  return differenceMs - (performance.now() - startedMs)
}
