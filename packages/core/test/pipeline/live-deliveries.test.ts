import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { held, ManualClock, reset, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { aDisk, expectBalanced, firstTrouble, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

describe('a pipeline with a disk', () => {
  it('stores a batch after its first failure, and retries it from the disk', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    const retry = held()
    ingestion.script(status(503), retry.reply)
    pushLetters(pipeline, 'abc')
    const flushed = pipeline.flush()
    await ingestion.untilRequested(2)
    expect(filesIn(folder)).toHaveLength(1)
    expectBalanced(pipeline)
    retry.release()
    expect(await flushed).toEqual({ ok: true, sent: 3, spooled: 0, dropped: 0, pending: 0 })
    expect(filesIn(folder)).toEqual([])
    expect(pipeline.stats()).toMatchObject({ sent: 0, spooled: 3, retried: 1, spool: { drained: 3 } })
  })

  it('stores due items before it sends them after a failure', async () => {
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
    answer.release()
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 3 })
    expect(filesIn(folder)).toEqual([])
    expect(ingestion.accepted).toHaveLength(3)
  })

  it('copies a batch to the disk if there is no response for two seconds', async () => {
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
    answer.release()
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 3 })
    expect(filesIn(folder)).toEqual([])
    expect(ingestion.accepted).toHaveLength(3)
  })
})
