import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hang, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SeverityLevel } from '../../src/envelope/severity'
import type { Pipeline } from '../../src/pipeline/pipeline'
import { anItem } from '../builders'
import { aDisk, expectBalanced, firstTrouble, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function push(pipeline: Pipeline, count: number, severityLevel: SeverityLevel = 1): void {
  for (let i = 0; i < count; i++) pipeline.push(anItem(`item ${i}`, severityLevel))
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

describe('a process that ends', () => {
  it('sends each batch once, and nothing after a failure', async () => {
    const { pipeline, ingestion } = await openPipeline({ maxBatchItems: 1, maxBatchAgeMs: 3_600_000 })
    ingestion.always(status(503))
    push(pipeline, 20)
    await pipeline.ending.flushBeforeExit()
    expect(ingestion.requests.length).toBeLessThanOrEqual(4)
    expectBalanced(pipeline)
  })

  it('does not wait for the end of a pause', async () => {
    const { pipeline, ingestion } = await openPipeline()
    ingestion.script(status(429, '', { 'retry-after': '3600' }))
    const troubled = firstTrouble(pipeline)
    push(pipeline, 3)
    void pipeline.flush()
    await troubled
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 3 })
  })

  it('waits for a hanging endpoint for at most exitFlushMs', async () => {
    const { pipeline, ingestion } = await openPipeline({ exitFlushMs: 50 })
    ingestion.always(hang)
    push(pipeline, 3)
    await pipeline.ending.flushBeforeExit()
    expect(pipeline.stats()).toMatchObject({ sent: 0, queued: 3, inFlight: 0 })
  })
})

describe('a pipeline with a disk', () => {
  it('stores everything before close() resolves', async () => {
    const folder = aFolder()
    const { pipeline, ingestion } = await openPipeline({}, undefined, aDisk(folder))
    ingestion.always(status(503, '', { 'retry-after': '60' }))
    pushLetters(pipeline, 'abc')
    await pipeline.close()
    expect(pipeline.stats()).toMatchObject({ dropped: 0, spooled: 3, queued: 0, inFlight: 0 })
    expect(filesIn(folder)).toHaveLength(1)
  })
})
