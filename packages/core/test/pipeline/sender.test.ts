import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  accept,
  garbage,
  hang,
  type IngestionRequest,
  ManualClock,
  perItem,
  type Reply,
  reset,
  status,
  type WireEnvelope,
  when,
} from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { DropReason } from '../../src/diagnostics/stats'
import type { SeverityLevel } from '../../src/envelope/severity'
import type { Pipeline } from '../../src/pipeline/pipeline'
import { anItem, anItemOf } from '../builders'
import { expectBalanced, firstTrouble, lettersOf, openPipeline, pushLetters } from '../open-pipeline'

interface Story {
  readonly requests: readonly string[]
  /** The messages that the endpoint accepted. */
  readonly accepted?: string
  readonly sent?: number
  readonly lost?: Partial<Record<DropReason, number>>
  readonly rejectedByStatus?: Readonly<Record<number, number>>
  /** The state of the breaker after each failure. */
  readonly breaker?: readonly string[]
}

/** Four items, a to d. An hour passes after each failure, and after the script the endpoint is healthy. */
const ROWS: readonly (readonly [string, readonly Reply[], Story])[] = [
  ['200', [], { requests: ['abcd'] }],
  [
    '206, by index',
    [codes(200, 400, 429, 503)],
    {
      requests: ['abcd', 'cd'],
      accepted: 'acd',
      sent: 3,
      lost: { rejected: 1 },
      rejectedByStatus: { 400: 1 },
      breaker: ['closed', 'closed'],
    },
  ],
  [
    '206, each item that may pass',
    [codes(200, 401, 403, 408), codes(200, 439, 504)],
    { requests: ['abcd', 'bcd', 'cd'], breaker: ['closed', 'closed'] },
  ],
  [
    '206, items refused for good',
    [codes(200, 402, 404, 413)],
    {
      requests: ['abcd'],
      accepted: 'a',
      sent: 1,
      lost: { rejected: 3 },
      rejectedByStatus: { 402: 1, 404: 1, 413: 1 },
      breaker: ['closed'],
    },
  ],
  [
    '206, sampled out',
    [status(206, breeze(4, 3, [{ index: 1, statusCode: 206, message: 'Telemetry sampled out.' }]))],
    { requests: ['abcd'], accepted: '' },
  ],
  ['206, a broken body', [status(206, '{"itemsRec')], { requests: ['abcd', 'abcd'], breaker: ['closed'] }],
  [
    '206, a broken body twice',
    [status(206), status(206)],
    {
      requests: ['abcd', 'abcd'],
      accepted: '',
      sent: 0,
      lost: { 'unknown-outcome': 4 },
      breaker: ['closed', 'closed'],
    },
  ],
  [
    '206, a broken body twice, and trouble between',
    [status(206), status(503), status(206)],
    {
      requests: ['abcd', 'abcd', 'abcd'],
      accepted: '',
      sent: 0,
      lost: { 'unknown-outcome': 4 },
      breaker: ['closed', 'closed', 'closed'],
    },
  ],
  ['200, a web page', [status(200, '<html>Sign in</html>')], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  [
    '200, a web page for hours',
    times(5, status(200, '<html>')),
    { requests: times(6, 'abcd'), breaker: times(5, 'open') },
  ],
  ['200, an empty object', [status(200, '{}')], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  [
    '200, a huge web page',
    [status(200, `<html>${' '.repeat(3_000_000)}`)],
    { requests: ['abcd', 'abcd'], breaker: ['open'] },
  ],
  ['200 without a body', [status(200)], { requests: ['abcd'], accepted: '' }],
  ['204', [status(204)], { requests: ['abcd'], accepted: '' }],
  [
    '200, a Breeze response that was cut off',
    [status(200, '{"itemsRec')],
    { requests: ['abcd', 'abcd'], breaker: ['closed'] },
  ],
  [
    '400, an unknown key',
    [
      status(
        400,
        breeze(
          4,
          0,
          [0, 1, 2, 3].map((index) => ({ index, statusCode: 400, message: 'Invalid instrumentation key' })),
        ),
      ),
    ],
    { requests: ['abcd', 'abcd'], breaker: ['open'] },
  ],
  [
    '400, by index',
    [codes(400, 429, 500, 400)],
    {
      requests: ['abcd', 'bc'],
      accepted: 'bc',
      sent: 2,
      lost: { rejected: 2 },
      rejectedByStatus: { 400: 2 },
      breaker: ['closed', 'closed'],
    },
  ],
  [
    '400 without a word, because of one item',
    times(6, when(holds('c'), status(400))),
    {
      requests: ['abcd', 'ab', 'cd', 'c', 'd'],
      accepted: 'abd',
      sent: 3,
      lost: { rejected: 1 },
      rejectedByStatus: { 400: 1 },
      breaker: ['closed'],
    },
  ],
  ['401', [status(401)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['403', [status(403)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['402', [status(402)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['439', [status(439)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['404', [status(404)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['405', [status(405)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['410', [status(410)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ['415 to plain text', [status(415)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  [
    'another redirect',
    [status(302, '', { location: '/elsewhere' })],
    { requests: ['abcd', 'abcd'], breaker: ['open'] },
  ],
  [
    'a redirect to another machine',
    [status(307, '', { location: 'https://evil.example/v2.1/track' })],
    { requests: ['abcd', 'abcd'], breaker: ['open'] },
  ],
  ['a redirect on the same machine', [status(308, '', { location: '/v2.1/moved' })], { requests: ['abcd', 'abcd'] }],
  [
    'redirects in a circle',
    times(4, status(307, '', { location: '/v2.1/track' })),
    { requests: ['abcd', 'abcd', 'abcd', 'abcd', 'abcd'], breaker: ['open'] },
  ],
  ['413', [status(413), status(413)], { requests: ['abcd', 'ab', 'a', 'b', 'cd'] }],
  [
    '413 for one item',
    times(6, when(holds('c'), status(413))),
    { requests: ['abcd', 'ab', 'cd', 'c', 'd'], accepted: 'abd', sent: 3, lost: { 'too-large': 1 } },
  ],
  [
    '413, and trouble with a half',
    [status(413), accept, status(503)],
    { requests: ['abcd', 'ab', 'cd', 'cd'], breaker: ['closed'] },
  ],
  ['429', [status(429)], { requests: ['abcd', 'abcd'], breaker: ['open'] }],
  ...[408, 425, 500, 501, 502, 503, 504, 599].map(
    (code) =>
      [
        `${code}`,
        times(3, status(code)),
        { requests: ['abcd', 'abcd', 'abcd', 'abcd'], breaker: ['closed', 'closed', 'closed'] },
      ] as const,
  ),
  ['a reset', [reset], { requests: ['abcd', 'abcd'], breaker: ['closed'] }],
  ['garbage', [garbage], { requests: ['abcd', 'abcd'], breaker: ['closed'] }],
  [
    'an outage',
    times(7, status(503)),
    { requests: times(8, 'abcd'), breaker: [...times(4, 'closed'), ...times(3, 'open')] },
  ],
]

function push(pipeline: Pipeline, count: number, severityLevel: SeverityLevel = 1): void {
  for (let i = 0; i < count; i++) pipeline.push(anItem(`item ${i}`, severityLevel))
}

it.each(ROWS)('%s', async (_, script, story) => {
  const { accepted = 'abcd', sent = 4, lost = {}, rejectedByStatus = {}, breaker = [] } = story
  const clock = new ManualClock()
  const { pipeline, ingestion } = await openPipeline({}, clock)
  const states = letAnHourPassAfterEachTrouble(pipeline, clock)
  ingestion.script(...script)
  pushLetters(pipeline, 'abcd')
  const report = await pipeline.flush({ timeoutMs: Number.MAX_SAFE_INTEGER })

  expect(lettersOf(ingestion)).toEqual(story.requests)
  expect(
    ingestion.accepted
      .map((item) => item.data.baseData.message)
      .sort()
      .join(''),
  ).toBe(accepted)
  expect(report).toEqual({ ok: sent === 4, sent, spooled: 0, dropped: 4 - sent, pending: 0 })
  expect(pipeline.stats()).toMatchObject({ received: 4, sent, queued: 0, inFlight: 0, breaker: 'closed' })
  expect(pipeline.stats()).toMatchObject({ droppedByReason: lost, rejectedByStatus })
  expect(states).toEqual(breaker)
  expectBalanced(pipeline)
})

describe('while the breaker is open', () => {
  it('spools due batches without sending them, and keeps the rest in the queue', async () => {
    const clock = new ManualClock()
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 }, clock)
    ingestion.script(status(429, '', { 'retry-after': '60' }))
    const troubled = firstTrouble(pipeline)
    pushLetters(pipeline, 'a')
    const flushed = pipeline.flush({ timeoutMs: Number.MAX_SAFE_INTEGER })
    await troubled
    for (let i = 0; i < 80; i++) {
      pipeline.push(anItemOf(1_000))
      await nextTurn()
      expectBalanced(pipeline)
    }
    // The queue without a spool holds 57 of these.
    expect(pipeline.stats()).toMatchObject({ breaker: 'open', queued: 81, dropped: 0 })
    expect(ingestion.requests).toHaveLength(1)
    clock.advance(60_000)
    expect(await flushed).toMatchObject({ ok: true, sent: 1 })
    await pipeline.flush({ timeoutMs: Number.MAX_SAFE_INTEGER })
    expect(pipeline.stats()).toMatchObject({ breaker: 'closed', queued: 0, sent: 81 })
    expect(ingestion.accepted).toHaveLength(81)
  })

  it('sends one probe at a time', async () => {
    const clock = new ManualClock()
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 1 }, clock)
    ingestion.script(
      status(429, '', { 'retry-after': '60' }),
      status(429, '', { 'retry-after': '60' }),
      status(429, '', { 'retry-after': '60' }),
    )
    const troubled = firstTrouble(pipeline)
    pushLetters(pipeline, 'a')
    await troubled
    pushLetters(pipeline, 'bcdef')
    for (const probes of [2, 3]) {
      const again = firstTrouble(pipeline)
      clock.advance(59_999)
      await nextTurn()
      expect(ingestion.requests).toHaveLength(probes - 1)
      clock.advance(1)
      await again
      expect(ingestion.requests).toHaveLength(probes)
    }
    clock.advance(60_000)
    expect(await pipeline.flush({ timeoutMs: Number.MAX_SAFE_INTEGER })).toMatchObject({ ok: true })
    expect(lettersOf(ingestion).slice(3).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })
})

describe('a failing endpoint', () => {
  it.each([
    ['says 503', status(503)],
    ['says 429', status(429)],
    ['resets the connection', reset],
    ['answers garbage', garbage],
    ['never answers', hang],
  ])('that %s twice gets the batch again and accepts it', async (_, reply) => {
    const { pipeline, ingestion } = await openPipeline({ requestTimeoutMs: 500 })
    ingestion.script(reply, reply)
    push(pipeline, 3)
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 3 })
    expect(ingestion.accepted).toHaveLength(3)
    expect(ingestion.requests).toHaveLength(3)
    expect(pipeline.stats()).toMatchObject({
      retried: 2,
      lastError: { message: expect.stringContaining('A request failed: ') },
    })
  })

  it('is retried until it recovers, and then gets everything', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 10 })
    ingestion.always(status(503))
    push(pipeline, 50)
    await ingestion.untilRequested(12)
    expectBalanced(pipeline)
    ingestion.always({ kind: 'accept' })
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 50 })
    expect(new Set(ingestion.accepted.map((item) => item.data.baseData.message)).size).toBe(50)
    expect(ingestion.accepted).toHaveLength(50)
  })

  it('leaves items pending at the timeout of a flush', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.always(hang)
    push(pipeline, 3)
    expect(await pipeline.flush({ timeoutMs: 50 })).toEqual({ ok: false, sent: 0, spooled: 0, dropped: 0, pending: 3 })
    expectBalanced(pipeline)
  })

  it('gets no request before Retry-After is over', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.script(status(429, '', { 'retry-after': '3600' }))
    push(pipeline, 1)
    expect(await pipeline.flush({ timeoutMs: 200 })).toMatchObject({ pending: 1 })
    push(pipeline, 1)
    expect(await pipeline.flush({ timeoutMs: 200 })).toMatchObject({ pending: 2 })
    expect(ingestion.requests).toHaveLength(1)
  })

  it('is reported to onError, which may throw', async () => {
    const { pipeline, ingestion } = await openPipeline()
    const heard: Error[] = []
    pipeline.diagnostics.onError((error) => {
      heard.push(error)
      throw new Error('a mistake in the callback')
    })
    ingestion.script(status(503))
    push(pipeline, 1)
    expect(await pipeline.flush()).toMatchObject({ ok: true })
    expect(heard).toMatchObject([{ code: 'AZMON_DELIVERY', message: expect.stringContaining('status 503') }])
  })

  it('causes only the least severe items to be dropped, and counted, when memory is full', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 })
    ingestion.always(hang)
    for (let i = 0; i < 500; i++) pipeline.push(anItemOf(1_000, i % 10 === 0 ? 3 : 0))
    const stats = pipeline.stats()
    expect(stats.dropped).toBeGreaterThan(400)
    expect(stats.droppedByReason).toEqual({ 'queue-full': stats.dropped })
    expect(stats.droppedBySeverity).toEqual({ 0: stats.dropped })
    expectBalanced(pipeline)
  })
})

describe('an item that always gets a retryable status', () => {
  const bad = perItem((item) => (item.data.baseData.message === 'bad' ? 500 : 200))

  it('does not block other items', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchAgeMs: 1 })
    ingestion.always(bad)
    pipeline.push(anItem('bad'))
    await ingestion.untilRequested(9)
    const allSent = untilSent(pipeline, 5)
    for (let i = 0; i < 5; i++) pipeline.push(anItem('good'))
    await allSent
    expect(pipeline.stats()).toMatchObject({ sent: 5, dropped: 0, breaker: 'closed' })
    expectBalanced(pipeline)
  })

  it('does not keep other items from being sent when the process ends', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 10, maxBatchAgeMs: 3_600_000 })
    ingestion.always(bad)
    pipeline.push(anItem('bad'))
    for (let i = 0; i < 199; i++) pipeline.push(anItem('good'))
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 199, queued: 1, inFlight: 0 })
  })
})

// --- helpers, in order of use ---

/** A response with one status per item, in order. */
function codes(...statuses: readonly number[]): Reply {
  return perItem((_: WireEnvelope, index) => statuses[index] ?? 200)
}

function breeze(itemsReceived: number, itemsAccepted: number, errors: readonly object[]): string {
  return JSON.stringify({ itemsReceived, itemsAccepted, errors })
}

function times<T>(count: number, one: T): readonly T[] {
  return Array.from({ length: count }, () => one)
}

function holds(letter: string): (request: IngestionRequest) => boolean {
  return ({ items }) => items.some((item) => item.data.baseData.message === letter)
}

/** Returns the states of the breaker at these failures. */
function letAnHourPassAfterEachTrouble(pipeline: Pipeline, clock: ManualClock): readonly string[] {
  const states: string[] = []
  pipeline.diagnostics.onError(() => {
    expectBalanced(pipeline)
    states.push(pipeline.stats().breaker)
    setImmediate(() => clock.advance(3_600_000))
  })
  return states
}

/** Resolves when `items` items are sent, and their responses read. */
function untilSent(pipeline: Pipeline, items: number): Promise<void> {
  return new Promise((resolve) => {
    pipeline.diagnostics.onSettled(() => pipeline.stats().sent === items && resolve())
  })
}
