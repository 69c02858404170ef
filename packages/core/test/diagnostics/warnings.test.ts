import { afterEach, expect, it, jest } from '@jest/globals'
import {
  hasWarnedOf,
  redirectWarnings,
  warnAtExit,
  warnHourly,
  warnHourlyAtOnce,
  warnOnce,
} from '../../src/diagnostics/warnings'

const ONE_HOUR_MS = 3_600_000

afterEach(() => {
  jest.restoreAllMocks()
})

it('prints an hourly warning at most once an hour for each subject', () => {
  const messages = printed()
  for (const nowMs of [0, ONE_HOUR_MS - 1, ONE_HOUR_MS, ONE_HOUR_MS + 1]) warnHourly('a', `a at ${nowMs}`, nowMs)
  warnHourly('b', 'b', 1)
  expect(messages()).toEqual(['a at 0', `a at ${ONE_HOUR_MS}`, 'b'])
})

it('prints an hourly warning at once if the process may be about to end', () => {
  const messages: string[] = []
  const listen = ({ message }: Error) => messages.push(message)
  process.on('warning', listen)
  for (const nowMs of [0, ONE_HOUR_MS - 1, ONE_HOUR_MS]) warnHourlyAtOnce('e', `e at ${nowMs}`, nowMs)
  process.off('warning', listen)
  expect(messages).toEqual(['e at 0', `e at ${ONE_HOUR_MS}`])
})

it('prints any other warning once for each subject', () => {
  const messages = printed()
  expect(hasWarnedOf('c')).toBe(false)
  for (let i = 0; i < 2; i++) warnOnce('c', 'c')
  expect(hasWarnedOf('c')).toBe(true)
  expect(messages()).toEqual(['c'])
})

it('prints nothing that controls the terminal', () => {
  const messages = printed()
  warnOnce('d', 'd\x1b[2J')
  expect(messages()).toEqual(['d?[2J'])
})

it('passes redirected warnings to the given function, and other warnings to all listeners', () => {
  const own: string[] = []
  const others: string[] = []
  const before = process.listeners('warning')
  process.removeAllListeners('warning').on('warning', function onWarning({ message }) {
    others.push(`node ${message}`)
  })
  process.on('warning', ({ message }) => others.push(message))
  try {
    redirectWarnings((message) => own.push(message))
    warnAtExit('ours')
    process.emit('warning', new Error('deprecated'))
  } finally {
    process.removeAllListeners('warning')
    for (const listener of before) process.on('warning', listener)
  }
  expect(own).toEqual(['ours'])
  expect(others).toEqual(['ours', 'node deprecated', 'deprecated'])
})

// --- helpers ---

function printed(): () => readonly unknown[] {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  return () => emitWarning.mock.calls.map(([message]) => message)
}
