import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, runProgram, TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { SpoolDirectory } from '../../src/spool/directory'
import type { FileSpool } from '../../src/spool/file-spool'
import { systemFiles } from '../../src/spool/file-system'
import { aFolder, openFileSpool } from '../spool/open-file-spool'

const program = join(__dirname, 'programs', 'journals-and-dies.cjs')

async function leaveJournals(folder: string, processes: number): Promise<SpoolDirectory> {
  const CONNECTION = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=http://127.0.0.1:1`
  for (let i = 0; i < processes; i++) {
    expect(await runProgram(program, { CONNECTION, STORAGE: folder })).toMatchObject({ signal: 'SIGKILL' })
  }
  return new SpoolDirectory([{ base: folder, levels: readdirSync(folder) }])
}

async function claimAll(spool: FileSpool): Promise<number> {
  let items = 0
  for (let claim = await spool.claim(); claim !== undefined; claim = await spool.claim()) {
    items += claim.batch.items.length
    claim.ack()
  }
  return items
}

it('journals of many dead processes are recovered within a small quota', async () => {
  const folder = aFolder()
  const directory = await leaveJournals(folder, 3)
  const { spool } = openFileSpool(folder, { storageMaxBytes: 1_048_576 }, { directory })
  spool.refresh()
  expect(await claimAll(spool)).toBe(60)
})

it('a journal is sent as one batch if the disk accepts nothing', async () => {
  const folder = aFolder()
  const directory = await leaveJournals(folder, 1)
  const disk = faultyFiles(systemFiles)
  const { spool } = openFileSpool(folder, {}, { directory, files: disk.files })
  disk.fail('ENOSPC', { of: 'writeSync' })
  spool.refresh()
  expect(await claimAll(spool)).toBe(20)
})
