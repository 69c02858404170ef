import { expect, it, jest } from '@jest/globals'
import { warnHourly, warnOnce } from '../../src/diagnostics/warnings'

const ONE_HOUR_MS = 3_600_000

it('what somebody can cure is said at most once an hour for each subject, what nobody can once only', () => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  for (const nowMs of [0, ONE_HOUR_MS - 1, ONE_HOUR_MS, ONE_HOUR_MS + 1]) warnHourly('a', `a at ${nowMs}`, nowMs)
  warnHourly('b', 'b', 1)
  for (let i = 0; i < 2; i++) warnOnce('c', 'c')
  expect(emitWarning.mock.calls.map(([message]) => message)).toEqual(['a at 0', `a at ${ONE_HOUR_MS}`, 'b', 'c'])
  emitWarning.mockRestore()
})
