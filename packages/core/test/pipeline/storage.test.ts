import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { aDisk, firstTrouble, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad')
}

describe('a pipeline with a disk', () => {
  it('reports an unusable directory before it needs one', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline } = await openPipeline({}, undefined, aDisk(folder))
    await firstTrouble(pipeline)
    expect(pipeline.stats()).toMatchObject({ received: 0, spool: { state: 'suspended' } })
    expect(pipeline.stats().lastError?.message).toContain('is not a directory')
  })
})

describe('the first statistics', () => {
  it('show whether the directory is usable', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline } = await openPipeline({}, new ManualClock(), aDisk(folder))
    expect(pipeline.stats().spool.state).toBe('suspended')
    const { pipeline: usable } = await openPipeline({}, new ManualClock(), aDisk(aFolder()))
    expect(usable.stats().spool.state).toBe('on')
  })
})

describe('a pipeline with a journal', () => {
  it('has each item on disk when push returns, and none after all are sent', async () => {
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

  it('keeps items in memory if the disk refuses them', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'spool'), 'in the way')
    const { pipeline } = await openPipeline({ durability: 'journal' }, undefined, aDisk(folder))
    pushLetters(pipeline, 'ab')
    expect(await pipeline.flush()).toMatchObject({ ok: true, sent: 2 })
    expect(pipeline.stats().lastError?.message).toContain('is not a directory')
  })
})
