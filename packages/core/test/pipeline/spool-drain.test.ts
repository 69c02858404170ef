import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { accept, held, perItem, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SerializedEnvelope } from '../../src/item/item'
import { anItem } from '../builders'
import { aDisk, expectBalanced, lettersOf, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

/** The pipeline has released the memory of its JSON. */
function isReleased({ json }: SerializedEnvelope): boolean {
  return json === ''
}

describe('a pipeline with a disk', () => {
  it('keeps everything on disk while a login page responds instead of the endpoint', async () => {
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

  it('stores due batches without a request while the breaker is open', async () => {
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
    expect(isReleased(item)).toBe(true)
  })

  it('sends one batch from the disk at a time, and live traffic at the same time', async () => {
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
    answer.release()
    expect(await flushed).toMatchObject({ ok: true, sent: 1 })
    await ingestion.untilAccepted(4)
    expect(lettersOf(ingestion)).toEqual(['a', 'z', 'b', 'c'])
  })

  it('returns the rest of a partially accepted batch to the disk', async () => {
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

  it('delivers batches that another pipeline left', async () => {
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
