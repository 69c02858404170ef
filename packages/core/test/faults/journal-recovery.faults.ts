import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, ManualClock, runProgram, TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { SpoolDirectory } from '../../src/spool/directory'
import { systemFiles } from '../../src/spool/file-system'
import { aFolder, openFileSpool } from '../spool/open-file-spool'

/** A lease and a half; the rest that a failing disk is given is shorter. */
const LATER_MS = 90_000

const program = join(__dirname, 'programs', 'journals-and-dies.cjs')

async function leaveJournals(folder: string, processes: number): Promise<SpoolDirectory> {
  const CONNECTION = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=http://127.0.0.1:1`
  for (let i = 0; i < processes; i++) {
    expect(await runProgram(program, { CONNECTION, STORAGE: folder })).toMatchObject({ signal: 'SIGKILL' })
  }
  return new SpoolDirectory([{ base: folder, levels: readdirSync(folder) }])
}

it('journals of more dead processes than fit by their greatest size are recovered all the same', async () => {
  const folder = aFolder()
  const directory = await leaveJournals(folder, 3)
  const { spool } = openFileSpool(folder, { storageMaxBytes: 1_048_576 }, { directory })
  spool.look()
  expect(spool.items).toBe(60)
})

it('a journal for which the disk has no room is recovered when there is', async () => {
  const folder = aFolder()
  const directory = await leaveJournals(folder, 1)
  const clock = new ManualClock()
  clock.jump(Date.now() - clock.epochMs())
  const disk = faultyFiles(systemFiles)
  const { spool } = openFileSpool(folder, {}, { directory, clock, files: disk.files })
  disk.fail('ENOSPC', { of: 'writeSync' })
  spool.look()
  expect(spool.items).toBe(0)
  disk.heal()
  clock.advance(LATER_MS)
  spool.look()
  expect(spool.items).toBe(20)
})
