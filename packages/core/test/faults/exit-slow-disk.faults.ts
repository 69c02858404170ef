import { faultyFiles, ManualClock, readSpool } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { systemFiles } from '../../src/spool/file-system'
import { aDisk, openPipeline, pushLetters } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

// A slow disk is not used for half a minute, which is longer than a process that ends can wait.
it('one slow write at the exit does not keep other items from being stored', async () => {
  const folder = aFolder()
  const clock = new ManualClock()
  const disk = faultyFiles(systemFiles)
  const { pipeline } = await openPipeline({ maxBatchItems: 2 }, clock, { ...aDisk(folder), files: disk.files })
  pushLetters(pipeline, 'abcdef')
  disk.slow(clock, 120, { of: 'renameSync', times: 1 })
  pipeline.ending.storeAtExit()
  expect(pipeline.stats().droppedByReason).toEqual({})
  expect(readSpool(folder).items).toHaveLength(6)
})
