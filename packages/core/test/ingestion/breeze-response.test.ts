import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readBreezeResponse, type SendOutcome } from '../../src/ingestion/breeze-response'

function answer(itemsReceived: number, itemsAccepted: number, errors: readonly unknown[] = []): string {
  return JSON.stringify({ itemsReceived, itemsAccepted, errors })
}

const quota = { index: 1, statusCode: 429, message: 'slow down' }
const invalid = { index: 2, statusCode: 400, message: 'bad' }

describe('an answer to three items', () => {
  it.each<[string, number, string, SendOutcome]>([
    ['all accepted', 200, answer(3, 3), { kind: 'accepted' }],
    ['200 without a word', 200, '', { kind: 'accepted' }],
    ['200 with nonsense', 200, '<html>', { kind: 'accepted' }],
    [
      '200 that names a refused item',
      200,
      answer(3, 2, [invalid]),
      { kind: 'partial', retry: [], rejected: [invalid] },
    ],
    ['206 by index', 206, answer(3, 1, [invalid, quota]), { kind: 'partial', retry: [1], rejected: [invalid] }],
    [
      '206 that names an item twice',
      206,
      answer(3, 2, [invalid, invalid]),
      { kind: 'partial', retry: [], rejected: [invalid] },
    ],
    [
      '206 for an item that was sampled out',
      206,
      answer(3, 2, [{ index: 0, statusCode: 206, message: 'Telemetry sampled out.' }]),
      { kind: 'accepted' },
    ],
    ['206 for an item that was never sent', 206, answer(3, 2, [{ ...quota, index: 3 }]), { kind: 'accepted' }],
    [
      '206 with broken entries among good ones',
      206,
      answer(3, 2, [null, 'x', { index: -1, statusCode: 429 }, { index: 1.5, statusCode: 429 }, quota]),
      { kind: 'partial', retry: [1], rejected: [] },
    ],
    ['206 without a body', 206, '', { kind: 'retryable', reason: expect.any(String) as never }],
    ['206 that names nobody', 206, answer(3, 2), { kind: 'retryable', reason: expect.any(String) as never }],
    [
      '400 that hides an item to retry',
      400,
      answer(3, 0, [{ ...invalid, index: 0 }, quota, invalid]),
      { kind: 'partial', retry: [1], rejected: [{ ...invalid, index: 0 }, invalid] },
    ],
    ['400 without a word', 400, '', { kind: 'rejected', reason: 'status 400' }],
    ['404', 404, 'not here', { kind: 'rejected', reason: 'status 404' }],
    ['a redirect', 302, '', { kind: 'rejected', reason: 'status 302' }],
    ['413', 413, '', { kind: 'too-large' }],
    ...[401, 402, 403, 408, 425, 429, 439, 500, 502, 503, 504].map((status): [string, number, string, SendOutcome] => [
      `${status}`,
      status,
      answer(3, 0),
      { kind: 'retryable', reason: `status ${status}`, retryAfterMs: undefined },
    ]),
  ])('%s', (_, status, body, outcome) => {
    expect(readBreezeResponse({ status, body }, 3)).toEqual(outcome)
  })

  it('hands on how long to wait', () => {
    expect(readBreezeResponse({ status: 429, body: '', retryAfterMs: 7_000 }, 3)).toMatchObject({ retryAfterMs: 7_000 })
  })
})

it('never throws and never speaks of items that were not sent, whatever was answered', () => {
  const index = fc.oneof(fc.integer(), fc.anything())
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        itemsReceived: fc.oneof(fc.nat(10), fc.anything()),
        itemsAccepted: fc.oneof(fc.nat(10), fc.anything()),
        errors: fc.oneof(
          fc.array(fc.record({ index, statusCode: fc.constantFrom(200, 206, 400, 429, 500), message: fc.string() })),
          fc.anything(),
        ),
      })
      .map((value) => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))),
  )
  fc.assert(
    fc.property(fc.constantFrom(200, 206, 400, 413, 429, 503), body, fc.nat(10), (status, text, items) => {
      const outcome = readBreezeResponse({ status, body: text }, items)
      if (outcome.kind !== 'partial') return
      const named = [...outcome.retry, ...outcome.rejected.map((rejection) => rejection.index)]
      expect(new Set(named).size).toBe(named.length)
      for (const position of named) expect(position >= 0 && position < items).toBe(true)
    }),
    { numRuns: 10_000 },
  )
})
