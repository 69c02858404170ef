import { expect, it } from '@jest/globals'
import { timed } from '../../src/rows/timed'

it('returns the duration in milliseconds and its performance bucket, or null for both', () => {
  expect(timed({ duration: '00:00:01.5' }, 'duration')).toEqual({ duration: 1_500, performanceBucket: '1sec-3sec' })
  expect(timed({}, 'duration')).toEqual({ duration: null, performanceBucket: null })
})
