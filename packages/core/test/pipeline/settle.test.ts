import { describe, expect, it } from '@jest/globals'
import { NOTHING_SETTLED } from '../../src/pipeline/attempt-result'
import { finishClaim, settle, unsettled } from '../../src/pipeline/settle'
import { aBatch } from '../builders'

const batch = aBatch('a', 'b', 'c')
const [a, b, c] = batch.items as [never, never, never]

describe('the unsettled part of a batch', () => {
  it('is the same batch, with its payload, if nothing was settled', () => {
    expect(unsettled(batch, { ...NOTHING_SETTLED, rest: batch.items })).toBe(batch)
  })

  it('is a new batch of the items that may be sent again', () => {
    expect(unsettled({ ...batch, isInDoubt: true }, { ...NOTHING_SETTLED, rest: [b] })).toEqual({
      items: [b],
      isInDoubt: true,
    })
  })

  it('is undefined if everything was settled', () => {
    expect(unsettled(batch, { ...NOTHING_SETTLED, sent: batch.items })).toBeUndefined()
  })
})

it('acknowledges a claim if everything was settled, and releases the rest otherwise', () => {
  const calls: unknown[] = []
  const claim = { batch, ack: () => calls.push('ack'), release: (rest: unknown) => calls.push(rest) }
  finishClaim(claim, { ...NOTHING_SETTLED, sent: batch.items })
  finishClaim(claim, { ...NOTHING_SETTLED, sent: [a, b], rest: [c] })
  expect(calls).toEqual(['ack', { items: [c], isInDoubt: undefined }])
})

it('counts every item once', () => {
  const calls: unknown[] = []
  const account = {
    sent: (items: unknown) => calls.push(['sent', items]),
    rejected: (items: unknown) => calls.push(['rejected', items]),
    dropped: (reason: unknown, items: unknown) => calls.push([reason, items]),
  }
  settle({ ...NOTHING_SETTLED, sent: [a], tooLarge: [b], unknown: [c] }, account as never)
  settle({ ...NOTHING_SETTLED, rejected: [{ item: a, statusCode: 400 }] }, account as never)
  expect(calls).toEqual([
    ['sent', [a]],
    ['too-large', [b]],
    ['unknown-outcome', [c]],
    ['rejected', [{ item: a, statusCode: 400 }]],
  ])
})
