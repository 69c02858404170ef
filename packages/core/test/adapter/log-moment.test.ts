import { expect, it } from '@jest/globals'
import { momentIn, withMoment } from '../../src/adapter'

const first = { timeMs: 1, operation: undefined }
const second = { timeMs: 2, operation: undefined }

it('sets the moment on the record itself', () => {
  const record = { message: 'x' }
  expect(withMoment(record, first)).toBe(record)
  expect(momentIn(record)).toBe(first)
  expect(Object.keys(record)).toEqual(['message'])
})

it('sets a second moment on a copy, which is an Error if the record is one', () => {
  for (const record of [{ message: 'x' }, new RangeError('x')]) {
    withMoment(record, first)
    const again = withMoment(record, second) as typeof record
    expect([momentIn(record), momentIn(again)]).toEqual([first, second])
    expect([again.message, again instanceof RangeError]).toEqual(['x', record instanceof RangeError])
  }
})

it.each([undefined, null, 'text', Object.freeze({ message: 'x' })])('leaves %j as it is', (record) => {
  expect(withMoment(record, first)).toBe(record)
})
