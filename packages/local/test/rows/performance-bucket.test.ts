import { expect, it } from '@jest/globals'
import { performanceBucket } from '../../src/rows/performance-bucket'

it.each([
  [0, '<250ms'],
  [249.9999, '<250ms'],
  [250, '250ms-500ms'],
  [500, '500ms-1sec'],
  [1_000, '1sec-3sec'],
  [3_000, '3sec-7sec'],
  [7_000, '7sec-15sec'],
  [15_000, '15sec-30sec'],
  [30_000, '30sec-1min'],
  [60_000, '1min-2min'],
  [120_000, '2min-5min'],
  [299_999, '2min-5min'],
  [300_000, '>=5min'],
])('puts %d ms into %s', (ms, bucket) => {
  expect(performanceBucket(ms)).toBe(bucket)
})
