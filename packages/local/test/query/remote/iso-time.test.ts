import { expect, it } from '@jest/globals'
import { isoTime } from '../../../src/query/remote/iso-time'

it.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [-8.64e15, '0001-01-01T00:00:00.000Z'],
  [Number.NEGATIVE_INFINITY, '0001-01-01T00:00:00.000Z'],
  [8.64e16, '9999-12-31T23:59:59.999Z'],
])('writes %d ms as %s', (timeMs, text) => {
  expect(isoTime(timeMs)).toBe(text)
})
