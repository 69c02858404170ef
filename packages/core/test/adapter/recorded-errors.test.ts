import { expect, it } from '@jest/globals'
import { hasRecordedError, isRecorded, markRecorded } from '../../src/adapter/recorded-errors'

it('knows an error by its identity, in the trace in which it was recorded last', () => {
  const error = new RangeError('expired')
  markRecorded(error, 'a')
  expect([isRecorded(error, 'a'), isRecorded(error, 'b'), isRecorded(new RangeError('expired'), 'a')]).toEqual([
    true,
    false,
    false,
  ])
  markRecorded(error, 'b')
  expect([isRecorded(error, 'a'), isRecorded(error, 'b')]).toEqual([false, true])
})

it('knows a trace with a value that is no object', () => {
  markRecorded('refused', 'c')
  expect([hasRecordedError('c'), isRecorded('refused', 'c')]).toEqual([true, false])
})

it('remembers the newest 1,000 traces', () => {
  for (let index = 0; index <= 1_000; index++) markRecorded(undefined, `trace ${index}`)
  expect([hasRecordedError('trace 0'), hasRecordedError('trace 1'), hasRecordedError('trace 1000')]).toEqual([
    false,
    true,
    true,
  ])
})
