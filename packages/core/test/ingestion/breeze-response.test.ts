import { propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readBreezeResponse, type SendOutcome, type Trouble } from '../../src/ingestion/breeze-response'

function bodyOf(itemsReceived: number, itemsAccepted: number, errors: readonly unknown[] = []): string {
  return JSON.stringify({ itemsReceived, itemsAccepted, errors })
}

function sent(items: number, encoding: 'gzip' | 'identity' = 'gzip') {
  return { items, encoding }
}

const quota = { index: 1, statusCode: 429, message: 'slow down' }
const invalid = { index: 2, statusCode: 400, message: 'bad' }

const unknownKey = { statusCode: 400, message: 'Invalid instrumentation key' }
const badKey: SendOutcome = { kind: 'misconfigured', reason: 'status 400, unknown instrumentation key' }

function notBreeze(status: number): SendOutcome {
  return { kind: 'misconfigured', reason: `status ${status}, and the response is not from Application Insights` }
}

function kinds(kind: Trouble['kind'], ...statuses: readonly number[]): [string, number, string, SendOutcome][] {
  return statuses.map((status) => [`${status}`, status, bodyOf(3, 0), { kind, reason: `status ${status}` }])
}

describe('a response to three items', () => {
  it.each<[string, number, string, SendOutcome]>([
    ['all accepted', 200, bodyOf(3, 3), { kind: 'accepted' }],
    ['200 without a body', 200, '', { kind: 'accepted' }],
    ['200 with only a line break', 200, '\r\n', { kind: 'accepted' }],
    ['200 with only many spaces', 200, ' '.repeat(1_048_577), notBreeze(200)],
    ['204', 204, '', { kind: 'accepted' }],
    ['200 with a web page', 200, '<!doctype html><title>Sign in</title>', notBreeze(200)],
    ['200 with plain text', 200, 'OK', notBreeze(200)],
    ['200 with an empty object', 200, '{}', notBreeze(200)],
    ['200 with JSON of another service', 200, '{"status":"ok"}', notBreeze(200)],
    ['200 with a JSON string', 200, '"accepted"', notBreeze(200)],
    ['200 with null', 200, 'null', notBreeze(200)],
    ['200 with broken JSON', 200, '{"status":', notBreeze(200)],
    ['202 without a body', 202, '', notBreeze(202)],
    ['206 with a web page', 206, '<html>', notBreeze(206)],
    ['200 with a Breeze response that was cut off', 200, bodyOf(3, 3).slice(0, -3), { kind: 'unreadable' }],
    ['200 with a garbled Breeze response', 200, bodyOf(3, 3).replace('3', '\uFFFD'), { kind: 'unreadable' }],
    ['200 with counts that are not numbers', 200, '{"itemsReceived":"3"}', { kind: 'unreadable' }],
    [
      '200 that names a refused item',
      200,
      bodyOf(3, 2, [invalid]),
      { kind: 'partial', retry: [], rejected: [invalid] },
    ],
    ['206 by index', 206, bodyOf(3, 1, [invalid, quota]), { kind: 'partial', retry: [1], rejected: [invalid] }],
    [
      '206 that names an item twice',
      206,
      bodyOf(3, 2, [invalid, invalid]),
      { kind: 'partial', retry: [], rejected: [invalid] },
    ],
    [
      '206 for an item that was sampled out',
      206,
      bodyOf(3, 2, [{ index: 0, statusCode: 206, message: 'Telemetry sampled out.' }]),
      { kind: 'accepted' },
    ],
    ['206 for an item that was never sent', 206, bodyOf(3, 2, [{ ...quota, index: 3 }]), { kind: 'unreadable' }],
    ['206 that names fewer items than it refuses', 206, bodyOf(3, 1, [quota]), { kind: 'unreadable' }],
    ['206 with an invalid item status', 206, bodyOf(3, 2, [{ index: 1, statusCode: 1_000 }]), { kind: 'unreadable' }],
    [
      '206 with broken entries among good ones',
      206,
      bodyOf(3, 2, [null, 'x', { index: -1, statusCode: 429 }, { index: 1.5, statusCode: 429 }, quota]),
      { kind: 'partial', retry: [1], rejected: [] },
    ],
    ['206 without a body', 206, '', { kind: 'unreadable' }],
    ['206 that names no item', 206, bodyOf(3, 2), { kind: 'unreadable' }],
    [
      '400 that hides an item to retry',
      400,
      bodyOf(3, 0, [{ ...invalid, index: 0 }, quota, invalid]),
      { kind: 'partial', retry: [1], rejected: [{ ...invalid, index: 0 }, invalid] },
    ],
    ['400 without a body', 400, '', { kind: 'poisoned' }],
    ['400 that names fewer items than it refuses', 400, bodyOf(3, 0, [invalid]), { kind: 'poisoned' }],
    [
      '400 for an unknown key',
      400,
      bodyOf(
        3,
        0,
        [0, 1, 2].map((index) => ({ ...unknownKey, index })),
      ),
      badKey,
    ],
    ['400 for an unknown key, in prose', 400, 'Invalid instrumentation key.', badKey],
    ['413', 413, '', { kind: 'too-large' }],
    ['415', 415, '', { kind: 'encoding-refused' }],
    ...kinds('denied', 401, 403),
    ...kinds('misconfigured', 300, 301, 302, 303, 304, 307, 308, 404, 405, 406, 407, 409, 410, 418, 451),
    ...kinds('quota', 402, 439),
    ...kinds('throttled', 429),
    ...kinds('retryable', 408, 425, 500, 501, 502, 503, 504, 599),
  ])('%s', (_, status, body, outcome) => {
    expect(readBreezeResponse({ status, body }, sent(3))).toEqual(outcome)
  })

  it('is misconfigured if the endpoint does not accept plain text either', () => {
    expect(readBreezeResponse({ status: 415, body: '' }, sent(3, 'identity'))).toMatchObject({ kind: 'misconfigured' })
  })

  it('rejects one item if only that item has an unknown key', () => {
    const quoted = [{ ...unknownKey, index: 0 }, quota, invalid]
    expect(readBreezeResponse({ status: 400, body: bodyOf(3, 0, quoted) }, sent(3))).toMatchObject({ kind: 'partial' })
  })

  it.each([
    ['more', 5],
    ['fewer', 1],
    ['none', 0],
  ])('is not trusted if it counts %s items', (_, received) => {
    expect(readBreezeResponse({ status: 200, body: bodyOf(received, received) }, sent(3))).toEqual({
      kind: 'unreadable',
    })
    const errors = [{ index: 0, statusCode: 400, message: 'bad' }]
    expect(readBreezeResponse({ status: 400, body: bodyOf(received, 0, errors) }, sent(3))).toEqual({
      kind: 'poisoned',
    })
  })

  it('passes on the Retry-After delay', () => {
    expect(readBreezeResponse({ status: 429, body: '', retryAfterMs: 7_000 }, sent(3))).toMatchObject({
      retryAfterMs: 7_000,
    })
  })
})

it('never throws and never names items that were not sent, whatever the endpoint sends', () => {
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
    fc.property(fc.integer({ min: 200, max: 599 }), body, fc.nat(10), (status, text, items) => {
      const outcome = readBreezeResponse({ status, body: text }, sent(items))
      if (outcome.kind !== 'partial') return
      const named = [...outcome.retry, ...outcome.rejected.map((rejection) => rejection.index)]
      expect(new Set(named).size).toBe(named.length)
      for (const position of named) expect(position >= 0 && position < items).toBe(true)
    }),
    { numRuns: propertyRuns(1_000) },
  )
})
