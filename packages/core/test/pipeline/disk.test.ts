import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { accept, held, ManualClock, perItem, reset, status, when } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SerializedEnvelope } from '../../src/item/item'
import { anItem, anItemOf } from '../builders'
import { aDisk, expectBalanced, firstTrouble, lettersOf, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

/** Its text has made room for others. */
function isForgotten({ json }: SerializedEnvelope): boolean {
  return json === ''
}

describe('a pipeline with a disk', () => {
  it('brings what memory cannot hold to the disk at once, and delivers all of it once', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 }, undefined, aDisk(folder))
    const items = Array.from({ length: 1_000 }, (_, i) => anItem(`item ${i}`))
    for (const item of items) pipeline.push(item)
    const { dropped, queued, spooled } = pipeline.stats()
    expect({ dropped, all: queued + spooled }).toEqual({ dropped: 0, all: 1_000 })
    expect(items.filter(isForgotten)).toHaveLength(spooled)
    expect(filesIn(folder).length).toBeGreaterThan(0)
    await ingestion.untilAccepted(1_000)
    expect(new Set(ingestion.accepted.map((item) => item.data.baseData.message)).size).toBe(1_000)
    await pipeline.ending.flushBeforeExit() // the last answer has been read
    expect(filesIn(folder)).toEqual([])
    expect(pipeline.stats()).toMatchObject({ sent: 1_000 - spooled, spool: { drained: spooled, left: 0 } })
  })

  it('has a batch on disk after its first failure, and retries it from there', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    const retry = held()
    ingestion.script(status(503), retry.reply)
    pushLetters(pipeline, 'abc')
    const flushed = pipeline.flush()
    await ingestion.untilRequested(2)
    expect(filesIn(folder)).toHaveLength(1)
    expectBalanced(pipeline)
    retry.letGo()
    expect(await flushed).toEqual({ ok: true, sent: 3, spooled: 0, dropped: 0, pending: 0 })
    expect(filesIn(folder)).toEqual([])
    expect(pipeline.stats()).toMatchObject({ sent: 0, spooled: 3, retried: 1, spool: { drained: 3 } })
  })

  it('has what comes due after a failure on disk before it is sent', async () => {
    const folder = aFolder()
    const clock = new ManualClock()
    const { pipeline, ingestion } = await openPipeline({}, clock, aDisk(folder))
    ingestion.script(reset)
    const failed = firstTrouble(pipeline)
    pushLetters(pipeline, 'a')
    clock.advance(2_000)
    await failed
    pushLetters(pipeline, 'bc')
    expect(pipeline.stats()).toMatchObject({ queued: 2, spool: { items: 1 } })
    const answer = held()
    ingestion.always(answer.reply)
    clock.advance(2_000)
    await ingestion.untilRequested(2)
    expect(pipeline.stats()).toMatchObject({ queued: 0, inFlight: 0, spool: { items: 3 } })
    expectBalanced(pipeline)
    answer.letGo()
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 3 })
    expect(filesIn(folder)).toEqual([])
    expect(ingestion.accepted).toHaveLength(3)
  })

  it('copies to the disk what the endpoint has not answered for two seconds', async () => {
    const folder = aFolder()
    const clock = new ManualClock()
    const { pipeline, ingestion } = await openPipeline({}, clock, aDisk(folder))
    const answer = held()
    ingestion.always(answer.reply)
    for (const letter of 'abc') {
      pushLetters(pipeline, letter)
      clock.advance(2_000)
      await nextTurn()
    }
    await ingestion.untilRequested(2)
    clock.advance(2_000)
    await nextTurn()
    expect(pipeline.stats()).toMatchObject({ queued: 0, inFlight: 0, spooled: 3, spool: { items: 3 } })
    answer.letGo()
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 3 })
    expect(filesIn(folder)).toEqual([])
    expect(ingestion.accepted).toHaveLength(3)
  })

  it('keeps everything there while a login page answers in place of the endpoint', async () => {
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk())
    ingestion.always(status(200, '<html>Sign in</html>', { 'content-type': 'text/html' }))
    pushLetters(pipeline, 'ab')
    expect(await pipeline.flush()).toEqual({ ok: false, sent: 0, spooled: 2, dropped: 0, pending: 0 })
    expect(pipeline.stats()).toMatchObject({ sent: 0, bytesSent: 0, breaker: 'open', spool: { items: 2 } })
    expect(pipeline.stats().lastError?.message).toContain('the response is not from Application Insights')
    ingestion.always(accept)
    await pipeline.ending.flushBeforeExit()
    expect(ingestion.accepted).toHaveLength(2)
    expectBalanced(pipeline)
  })

  it('never compresses a batch again', async () => {
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk())
    ingestion.script(status(503), status(503), status(503), status(503))
    for (let i = 0; i < 100; i++) pipeline.push(anItem(`item ${i}`))
    await ingestion.untilAccepted(100)
    expect(new Set(ingestion.requests.map(({ bytes }) => bytes)).size).toBe(1)
    expect(ingestion.requests).toHaveLength(5)
    expect(ingestion.requests.every(({ headers }) => headers['content-encoding'] === 'gzip')).toBe(true)
  })

  it('brings what comes due while the endpoint is not asked straight to the disk', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    ingestion.always(status(503, '', { 'retry-after': '60' }))
    pushLetters(pipeline, 'a')
    expect(await pipeline.flush()).toMatchObject({ ok: false, spooled: 1 })
    const item = anItem('b')
    pipeline.push(item)
    expect(await pipeline.flush()).toMatchObject({ ok: false, spooled: 2 })
    expect(ingestion.requests).toHaveLength(1)
    expect(filesIn(folder)).toHaveLength(2)
    expect(isForgotten(item)).toBe(true)
  })

  it('sends one batch from the disk at a time, and live traffic beside it', async () => {
    const folder = aFolder()
    const { pipeline: first } = await openPipeline({ maxBatchItems: 1 }, undefined, aDisk(folder))
    pushLetters(first, 'abc')
    first.ending.storeAtExit()
    await first.close()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    const answer = held()
    ingestion.always(answer.reply)
    await ingestion.untilRequested(1)
    pushLetters(pipeline, 'z')
    const flushed = pipeline.flush()
    await ingestion.untilRequested(2)
    answer.letGo()
    expect(await flushed).toMatchObject({ ok: true, sent: 1 })
    await ingestion.untilAccepted(4)
    expect(lettersOf(ingestion)).toEqual(['a', 'z', 'b', 'c'])
  })

  it('knows a directory that it cannot use before it needs one', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline } = await openPipeline({}, undefined, aDisk(folder))
    await firstTrouble(pipeline)
    expect(pipeline.stats()).toMatchObject({ received: 0, spool: { state: 'suspended' } })
    expect(pipeline.stats().lastError?.message).toContain('is not a directory')
  })

  it('loses the least severe where neither endpoint nor disk takes anything', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline, ingestion } = await openPipeline({ maxQueueBytes: 65_536 }, undefined, aDisk(folder))
    ingestion.always(status(503))
    const items = Array.from({ length: 100 }, (_, i) => anItemOf(1_000, i % 10 === 0 ? 3 : 0))
    for (const item of items) pipeline.push(item)
    expect(pipeline.stats()).toMatchObject({ spooled: 0, droppedByReason: { 'queue-full': 35 } })
    expect(items.filter(isForgotten)).toHaveLength(35)
    expect(pipeline.stats().droppedBySeverity).toEqual({ 0: 35 })
    expect(pipeline.stats().spool.state).toBe('suspended')
    expectBalanced(pipeline)
  })

  it('keeps a copy of what the endpoint takes for poison', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    ingestion.always(when(({ items }) => items.some((item) => item.data.baseData.message === 'c'), status(400)))
    pushLetters(pipeline, 'abcd')
    expect(await pipeline.flush()).toMatchObject({ sent: 3, dropped: 1 })
    const bad = join(folder, 'spool', 'bad')
    expect(readdirSync(bad).map((name) => JSON.parse(readFileSync(join(bad, name), 'utf8')))).toMatchObject([
      { data: { baseData: { message: 'c' } } },
    ])
  })

  it('keeps of a batch from the disk what an answer leaves of it', async () => {
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk())
    ingestion.script(
      status(503),
      status(503),
      status(503),
      perItem((_, index) => [200, 503, 400][index] ?? 200),
    )
    pushLetters(pipeline, 'abc')
    await pipeline.flush()
    await ingestion.untilAccepted(2)
    expect(ingestion.accepted.map((item) => item.data.baseData.message)).toEqual(['a', 'b'])
    expect(pipeline.stats()).toMatchObject({
      spooled: 3,
      rejectedByStatus: { 400: 1 },
      spool: { droppedByReason: { rejected: 1 } },
    })
  })

  it('has stored everything when it is closed', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    ingestion.always(status(503, '', { 'retry-after': '60' }))
    pushLetters(pipeline, 'abc')
    await pipeline.close()
    expect(pipeline.stats()).toMatchObject({ dropped: 0, spooled: 3, queued: 0, inFlight: 0 })
    expect(filesIn(folder)).toHaveLength(1)
  })

  it('delivers what another one left behind', async () => {
    const folder = aFolder()
    const { pipeline: first, ingestion: away } = await openPipeline({}, undefined, aDisk(folder))
    away.always(status(503))
    pushLetters(first, 'abc')
    await first.close()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    await ingestion.untilAccepted(3)
    expect(pipeline.stats()).toMatchObject({ received: 0, sent: 0 })
  })
})

describe('a pipeline with a journal', () => {
  it('has each item on disk when it was pushed, and none when all are sent', async () => {
    const folder = aFolder()
    const clock = new ManualClock()
    const { pipeline } = await openPipeline({ durability: 'journal' }, clock, aDisk(folder))
    pushLetters(pipeline, 'ab')
    const [journal = ''] = filesIn(folder)
    expect(readFileSync(join(folder, 'spool', journal), 'utf8').match(/"message":"[ab]"/g)).toHaveLength(2)
    expect(await pipeline.flush()).toMatchObject({ sent: 2 })
    clock.advance(2_000) // it is sealed
    expect(filesIn(folder)).toEqual([])
  })

  it('goes on in memory where the disk does not take it', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline } = await openPipeline({ durability: 'journal' }, undefined, aDisk(folder))
    pushLetters(pipeline, 'ab')
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 2 })
    expect(pipeline.stats().lastError?.message).toContain('is not a directory')
  })
})

it('tells onDrop of losses in sums, by reason and severity', async () => {
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
