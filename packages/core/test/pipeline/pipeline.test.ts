import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { held, propertyRuns, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { SeverityLevel } from '../../src/envelope/severity'
import type { SendOutcome } from '../../src/ingestion/breeze-response'
import type { SerializedEnvelope } from '../../src/item/item'
import { Pipeline } from '../../src/pipeline/pipeline'
import { anItem, anItemOf, deliveryOptions } from '../builders'
import { aDisk, expectBalanced, openPipeline } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function push(pipeline: Pipeline, count: number, severityLevel: SeverityLevel = 1): void {
  for (let i = 0; i < count; i++) pipeline.push(anItem(`item ${i}`, severityLevel))
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

/** The pipeline has released the memory of its JSON. */
function isReleased({ json }: SerializedEnvelope): boolean {
  return json === ''
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

  it('gets small batches uncompressed', async () => {
    const { pipeline, ingestion } = await openPipeline()
    push(pipeline, 1)
    await pipeline.flush()
    expect(ingestion.requests[0]?.headers['content-encoding']).toBeUndefined()
  })

  it('gets a full batch without a flush', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 10, maxBatchAgeMs: 3_600_000 })
    push(pipeline, 25)
    await ingestion.untilAccepted(20)
    expect(ingestion.requests.map((request) => request.items.length)).toEqual([10, 10])
    expect(pipeline.stats().queued).toBe(5)
  })

  it('gets old items without a flush', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchAgeMs: 1 })
    push(pipeline, 3)
    await ingestion.untilAccepted(3)
    expect(ingestion.requests).toHaveLength(1)
  })

  it('gets no request if there is nothing to flush', async () => {
    const { pipeline, ingestion } = await openPipeline()
    expect(await pipeline.flush()).toEqual({ ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.requests).toHaveLength(0)
  })
})

describe('a flush', () => {
  it('waits for requests in flight, but not for later items', async () => {
    const { pipeline, ingestion } = await openPipeline()
    const { reply, release } = held()
    ingestion.script(reply)
    push(pipeline, 2)
    const first = pipeline.flush()
    await ingestion.untilRequested(1)
    const second = pipeline.flush()
    push(pipeline, 5)
    release()
    expect(await first).toMatchObject({ ok: true, sent: 2 })
    expect(await second).toMatchObject({ ok: true, sent: 2 })
    expect(pipeline.stats().queued).toBe(5)
  })
})

it('sends outside the async context of the caller that logged', async () => {
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

describe('a pipeline with a disk', () => {
  it('stores items that exceed memory at once, and delivers everything once', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 }, undefined, aDisk(folder))
    const items = Array.from({ length: 1_000 }, (_, i) => anItem(`item ${i}`))
    for (const item of items) pipeline.push(item)
    const { dropped, queued, spooled } = pipeline.stats()
    expect({ dropped, all: queued + spooled }).toEqual({ dropped: 0, all: 1_000 })
    expect(items.filter(isReleased)).toHaveLength(spooled)
    expect(filesIn(folder).length).toBeGreaterThan(0)
    await ingestion.untilAccepted(1_000)
    expect(new Set(ingestion.accepted.map((item) => item.data.baseData.message)).size).toBe(1_000)
    await pipeline.ending.flushBeforeExit() // the last answer has been read
    expect(filesIn(folder)).toEqual([])
    expect(pipeline.stats()).toMatchObject({ sent: 1_000 - spooled, spool: { drained: spooled, left: 0 } })
  })

  it('drops the least severe items if neither endpoint nor disk accepts anything', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 }, undefined, aDisk(folder))
    ingestion.always(status(503))
    const items = Array.from({ length: 100 }, (_, i) => anItemOf(1_000, i % 10 === 0 ? 3 : 0))
    for (const item of items) pipeline.push(item)
    expect(pipeline.stats()).toMatchObject({ spooled: 0, droppedByReason: { 'queue-full': 35 } })
    expect(items.filter(isReleased)).toHaveLength(35)
    expect(pipeline.stats().droppedBySeverity).toEqual({ 0: 35 })
    expect(pipeline.stats().spool.state).toBe('suspended')
    expectBalanced(pipeline)
  })
})

it('calls onDrop with sums, by reason and severity', async () => {
  const { pipeline } = await openPipeline({ maxQueueBytes: 65_536 })
  const told: unknown[] = []
  const stop = pipeline.diagnostics.onDrop((...loss) => told.push(loss))
  for (let i = 0; i < 100; i++) pipeline.push(anItemOf(1_000, 0))
  for (let i = 0; i < 10; i++) pipeline.refuse('too-large', 3)
  expect(told).toEqual([])
  await new Promise(setImmediate)
  expect(told).toEqual([
    ['queue-full', 43, 0],
    ['too-large', 10, 3],
  ])
  stop()
})

// --- helpers, in order of use ---

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
