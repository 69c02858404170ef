import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { garbage, hang, held, perItem, propertyRuns, reset, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { SeverityLevel } from '../../src/envelope/severity'
import type { SendOutcome } from '../../src/ingestion/breeze-response'
import { Pipeline } from '../../src/pipeline/pipeline'
import { anItem, anItemOf, deliveryOptions } from '../builders'
import { aDisk, expectBalanced, firstTrouble, openPipeline } from '../open-pipeline'

function push(pipeline: Pipeline, count: number, severityLevel: SeverityLevel = 1): void {
  for (let i = 0; i < count; i++) pipeline.push(anItem(`item ${i}`, severityLevel))
}

describe('a healthy endpoint', () => {
  it('gets each item once, in order, in one compressed request', async () => {
    const { pipeline, ingestion } = await openPipeline()
    push(pipeline, 100)
    expect(await pipeline.flush()).toEqual({ ok: true, sent: 100, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.accepted.map((item) => item.data.baseData.message)).toEqual(
      Array.from({ length: 100 }, (_, i) => `item ${i}`),
    )
    expect(ingestion.requests).toHaveLength(1)
    expect(ingestion.requests[0]).toMatchObject({
      path: '/v2.1/track',
      headers: { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' },
    })
    expect(pipeline.stats()).toMatchObject({ sent: 100, bytesSent: ingestion.requests[0]?.bytes, lastError: undefined })
  })

  it('gets a few bytes as they are', async () => {
    const { pipeline, ingestion } = await openPipeline()
    push(pipeline, 1)
    await pipeline.flush()
    expect(ingestion.requests[0]?.headers['content-encoding']).toBeUndefined()
  })

  it('gets a full batch without anybody asking', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 10, maxBatchAgeMs: 3_600_000 })
    push(pipeline, 25)
    await ingestion.untilAccepted(20)
    expect(ingestion.requests.map((request) => request.items.length)).toEqual([10, 10])
    expect(pipeline.stats().queued).toBe(5)
  })

  it('gets what is old without anybody asking', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchAgeMs: 1 })
    push(pipeline, 3)
    await ingestion.untilAccepted(3)
    expect(ingestion.requests).toHaveLength(1)
  })

  it('is not asked at all when there is nothing to flush', async () => {
    const { pipeline, ingestion } = await openPipeline()
    expect(await pipeline.flush()).toEqual({ ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.requests).toHaveLength(0)
  })
})

describe('an endpoint in trouble', () => {
  it.each([
    ['says 503', status(503)],
    ['says 429', status(429)],
    ['resets the connection', reset],
    ['answers garbage', garbage],
    ['never answers', hang],
  ])('that %s twice gets the batch a third time', async (_, reply) => {
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

  it('is tried on and on, and loses nothing when it comes back', async () => {
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

  it('leaves a flush with what is pending when the time is up', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.always(hang)
    push(pipeline, 3)
    expect(await pipeline.flush({ timeoutMs: 50 })).toEqual({ ok: false, sent: 0, spooled: 0, dropped: 0, pending: 3 })
    expectBalanced(pipeline)
  })

  it('is left alone for as long as it asks', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.script(status(429, '', { 'retry-after': '3600' }))
    push(pipeline, 1)
    expect(await pipeline.flush({ timeoutMs: 200 })).toMatchObject({ pending: 1 })
    push(pipeline, 1)
    expect(await pipeline.flush({ timeoutMs: 200 })).toMatchObject({ pending: 2 })
    expect(ingestion.requests).toHaveLength(1)
  })

  it('tells onError, whose own mistakes change nothing', async () => {
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

  it('drops the least severe when memory is full, and keeps count', async () => {
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

describe('an item that the endpoint never takes, and never refuses for good', () => {
  const bad = perItem((item) => (item.data.baseData.message === 'bad' ? 500 : 200))

  it('does not stand before those that it takes', async () => {
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

  it('does not cost its neighbours their last chance when the process ends', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 10, maxBatchAgeMs: 3_600_000 })
    ingestion.always(bad)
    pipeline.push(anItem('bad'))
    for (let i = 0; i < 199; i++) pipeline.push(anItem('good'))
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 199, queued: 1, inFlight: 0 })
  })
})

describe('a flush', () => {
  it('waits for what is under way, and not for what comes after it', async () => {
    const { pipeline, ingestion } = await openPipeline()
    const { reply, letGo } = held()
    ingestion.script(reply)
    push(pipeline, 2)
    const first = pipeline.flush()
    await ingestion.untilRequested(1)
    const second = pipeline.flush()
    push(pipeline, 5)
    letGo()
    expect(await first).toMatchObject({ ok: true, sent: 2 })
    expect(await second).toMatchObject({ ok: true, sent: 2 })
    expect(pipeline.stats().queued).toBe(5)
  })
})

describe('a process that is about to end', () => {
  it('tries each batch once, and nothing more after a failure', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 1, maxBatchAgeMs: 3_600_000 })
    ingestion.always(status(503))
    push(pipeline, 20)
    await pipeline.ending.flushBeforeExit()
    expect(ingestion.requests.length).toBeLessThanOrEqual(4)
    expectBalanced(pipeline)
  })

  it('does not wait out a pause', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.script(status(429, '', { 'retry-after': '3600' }))
    const troubled = firstTrouble(pipeline)
    push(pipeline, 3)
    void pipeline.flush()
    await troubled
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 3 })
  })

  it('waits for a hanging endpoint no longer than it was told', async () => {
    const { pipeline, ingestion } = await openPipeline({ exitFlushMs: 50 })
    ingestion.always(hang)
    push(pipeline, 3)
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 0, queued: 3, inFlight: 0 })
  })
})

it('sends outside the async context of whoever logged', async () => {
  const { pipeline, ingestion } = await openPipeline({ maxBatchAgeMs: 1 })
  const request = new AsyncLocalStorage<string>()
  const contexts: unknown[] = []
  const onRequest = () => contexts.push(request.getStore())
  subscribe('undici:request:create', onRequest)
  try {
    request.run('of a request', () => push(pipeline, 1))
    await ingestion.untilAccepted(1)
    await request.run('of another request', async () => {
      push(pipeline, 1)
      await pipeline.flush()
    })
  } finally {
    unsubscribe('undici:request:create', onRequest)
  }
  expect(contexts).toEqual([undefined, undefined])
})

it.each(['in memory', 'on disk'])(
  'accounts for every item that waits %s at every moment, whatever the endpoint does',
  async (where) => {
    const severity = fc.constantFrom<SeverityLevel>(0, 1, 2, 3, 4)
    const reply = fc.constantFrom<SendOutcome['kind']>(
      'accepted',
      'partial',
      'unreadable',
      'poisoned',
      'too-large',
      'encoding-refused',
      'retryable',
      'throttled',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(severity, { maxLength: 60 }), { maxLength: 8 }),
        fc.array(reply, { maxLength: 40 }),
        async (bursts, replies) => {
          const script = [...replies]
          const settled: number[] = []
          const pipeline = new Pipeline(
            deliveryOptions({ maxQueueBytes: 65_536, maxBatchItems: 7, minRetryDelayMs: 1, maxBatchAgeMs: 1 }),
            {
              load: () => {},
              abort: async () => {},
              close: async () => {},
              forThread: () => undefined,
              post: async ({ items }) => {
                expectBalanced(pipeline)
                await new Promise(setImmediate)
                return outcomeOf(script.shift() ?? 'accepted', items)
              },
            },
            where === 'on disk' ? aDisk() : undefined,
          )
          pipeline.diagnostics.onSettled((_, items) => {
            for (const item of items) settled.push(item.sequence)
          })
          const pushed: number[] = []
          for (const burst of bursts) {
            for (const level of burst) {
              const item = anItemOf(2_000, level)
              pipeline.push(item)
              pushed.push(item.sequence)
              expectBalanced(pipeline)
            }
            await new Promise(setImmediate)
            expectBalanced(pipeline)
          }
          expect(await pipeline.flush()).toMatchObject({ pending: 0 })
          expectBalanced(pipeline)
          expect(settled.sort((a, b) => a - b)).toEqual(pushed)
        },
      ),
      { numRuns: propertyRuns(30) },
    )
  },
)

/** Resolves when so many items have been sent, and their answers read. */
function untilSent(pipeline: Pipeline, items: number): Promise<void> {
  return new Promise((resolve) => {
    pipeline.diagnostics.onSettled(() => pipeline.stats().sent === items && resolve())
  })
}

function outcomeOf(kind: SendOutcome['kind'], items: number): SendOutcome {
  switch (kind) {
    case 'partial':
      return { kind, retry: [0], rejected: items > 1 ? [{ index: 1, statusCode: 400 }] : [] }
    case 'accepted':
    case 'unreadable':
    case 'poisoned':
    case 'too-large':
    case 'encoding-refused':
      return { kind }
    case 'retryable':
    case 'throttled':
    case 'quota':
    case 'denied':
    case 'misconfigured':
      return { kind, reason: 'scripted' }
  }
}
