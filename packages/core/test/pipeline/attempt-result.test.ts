import { describe, expect, it } from '@jest/globals'
import { merge, NOTHING_SETTLED, splitByOutcome } from '../../src/pipeline/attempt-result'
import { aBatch } from '../builders'

const { items } = aBatch('a', 'b', 'c')
const [a, b, c] = items

describe('a partial outcome', () => {
  it('assigns each index to the item that was sent there', () => {
    const outcome = { kind: 'partial', retry: [2], rejected: [{ index: 1, statusCode: 400 }] } as const
    expect(splitByOutcome(items, outcome)).toEqual({
      ...NOTHING_SETTLED,
      sent: [a],
      rejected: [{ item: b, statusCode: 400 }],
      rest: [c],
    })
  })

  it('counts as a failure of the endpoint if all items have to be sent again', () => {
    const result = splitByOutcome(items, { kind: 'partial', retry: [0, 1, 2], rejected: [] })
    expect(result).toMatchObject({ sent: [], rest: items, trouble: { kind: 'retryable' } })
  })
})

it('merges the results of several requests, and keeps the first trouble', () => {
  const first = { ...NOTHING_SETTLED, sent: [a], trouble: { kind: 'retryable', reason: 'first' } } as never
  const second = { sent: [b], rest: [c], trouble: { kind: 'retryable', reason: 'second' } } as never
  expect(merge(first, second)).toMatchObject({ sent: [a, b], rest: [c], trouble: { reason: 'first' } })
})
