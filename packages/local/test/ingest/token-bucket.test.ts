import { expect, it } from '@jest/globals'
import { TokenBucket } from '../../src/ingest/token-bucket'

it('allows a burst up to its capacity and refills at its rate', () => {
  let nowMs = 0
  const bucket = new TokenBucket(10, 2, () => nowMs)
  expect([bucket.take(10), bucket.take(1)]).toEqual([true, false])
  nowMs = 1_000
  expect([bucket.take(3), bucket.take(2), bucket.take(1)]).toEqual([false, true, false])
  nowMs = 60_000
  expect([bucket.take(11), bucket.take(10)]).toEqual([false, true])
})
