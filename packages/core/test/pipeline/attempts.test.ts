import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock, status, when } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Pipeline } from '../../src/pipeline/pipeline'
import { anItem, anItemOf } from '../builders'
import { aDisk, expectBalanced, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

describe('an endpoint that refuses gzip', () => {
  it('gets uncompressed bodies from then on', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.always(when(({ headers }) => headers['content-encoding'] === 'gzip', status(415)))
    for (let round = 0; round < 2; round++) {
      pipeline.push(anItemOf(5_000))
      expect(await pipeline.flush()).toMatchObject({ ok: true })
    }
    expect(ingestion.requests.map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', undefined, undefined])
  })
})

describe('an item that the endpoint finds too large', () => {
  it('is shrunk once', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.script(status(413))
    pipeline.push(anItem('x'.repeat(32_768 + 10_000)))
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 1 })
    const [, shrunk] = ingestion.requests
    expect(JSON.stringify(shrunk?.items[0]).length).toBeLessThanOrEqual(32_768)
    expect(pipeline.stats().truncated).toBe(1)
  })

  it('is dropped and counted if shrinking is not enough', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.always(status(413))
    pipeline.push(anItem('x'.repeat(32_768)))
    expect(await pipeline.flush()).toMatchObject({ ok: false, dropped: 1 })
    expect(ingestion.requests.length).toBeLessThanOrEqual(2)
    expect(pipeline.stats().droppedByReason).toEqual({ 'too-large': 1 })
  })
})

describe('items that are refused without being named', () => {
  it.each([
    ['1', [77]],
    ['2', [3, 400]],
    ['10', [5, 50, 51, 99, 200, 255, 256, 300, 444, 511]],
    ['20 at the front', Array.from({ length: 20 }, (_, i) => i)],
  ])(
    '%s in a batch of 512: isolates them with 32 requests per attempt, and delivers all other items',
    async (_, poison) => {
      const clock = new ManualClock()
      const { pipeline, ingestion } = await openPipeline({}, clock)
      letAnHourPassAfterEachTrouble(pipeline, clock)
      const requestsAtTrouble = [0]
      pipeline.diagnostics.onError((error) => {
        if (/^A request|^The endpoint accepted only part/.test(error.message))
          requestsAtTrouble.push(ingestion.requests.length)
      })
      const isPoison = new Set(poison.map(String))
      ingestion.always(
        when(({ items }) => items.some((item) => isPoison.has(item.data.baseData.message ?? '')), status(400)),
      )
      for (let i = 0; i < 512; i++) pipeline.push(anItem(String(i)))
      expect(await pipeline.flush({ timeoutMs: Number.MAX_SAFE_INTEGER })).toMatchObject({
        sent: 512 - poison.length,
        dropped: poison.length,
      })
      expect(ingestion.accepted).toHaveLength(512 - poison.length)
      expect(pipeline.stats().rejectedByStatus).toEqual({ 400: poison.length })
      for (const [index, count] of [...requestsAtTrouble.slice(1), ingestion.requests.length].entries()) {
        expect(count - (requestsAtTrouble[index] ?? 0)).toBeLessThanOrEqual(32)
      }
      expectBalanced(pipeline)
    },
  )
})

describe('a pipeline with a disk', () => {
  it('keeps a copy of items that the endpoint refuses', async () => {
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
})

// --- helpers, in order of use ---

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
