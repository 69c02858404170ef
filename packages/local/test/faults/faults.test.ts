import { expect, it } from '@jest/globals'
import { Faults } from '../../src/faults/faults'

it('ends a fault after its time, and after its number of requests', () => {
  let nowMs = 0
  const faults = new Faults(() => nowMs)
  faults.set([
    { kind: 'status', statusCode: 503, forMs: 1_000 },
    { kind: 'drop', times: 1 },
  ])
  expect([faults.next(), faults.next()]).toMatchObject([
    { status: { statusCode: 503 }, drop: { kind: 'drop' } },
    { status: { statusCode: 503 }, drop: undefined },
  ])
  nowMs = 400
  expect(faults.active()).toEqual([
    { fault: { kind: 'status', statusCode: 503, forMs: 1_000 }, applied: 2, endsInMs: 600 },
  ])
  nowMs = 1_000
  expect(faults.next().status).toBeUndefined()
  expect(faults.active()).toEqual([])
})

it('applies to each nth request, or to each nth item', () => {
  const faults = new Faults()
  faults.set([
    { kind: 'status', statusCode: 500, every: 2 },
    { kind: 'partial', every: 3, statusCode: 429 },
  ])
  expect([1, 2, 3, 4].map(() => faults.next().status?.statusCode)).toEqual([undefined, 500, undefined, 500])
  const { rejectItem } = faults.next()
  expect([1, 2, 3, 4].map(() => rejectItem())).toEqual([undefined, undefined, 429, undefined])
  expect(faults.next().rejectItem()).toBeUndefined()
  expect(faults.next().rejectItem()).toBe(429)
})

it('applies the first of several faults of a kind, then the next', () => {
  const faults = new Faults()
  faults.set([
    { kind: 'status', statusCode: 503, times: 1 },
    { kind: 'status', statusCode: 429, times: 1 },
  ])
  expect([1, 2, 3].map(() => faults.next().status?.statusCode)).toEqual([503, 429, undefined])
})
