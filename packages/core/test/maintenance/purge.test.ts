import { renameSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { purge, purgeableFiles, surveySpool } from '../../src/maintenance'
import { leasedName, readName } from '../../src/spool/file-name'
import { anOwner } from '../spool/open-file-spool'
import { type ASpool, aSpool } from './a-spool'

/** With a file of each kind that is deleted, and of each kind that stays. */
function aFullSpool(): { readonly spool: ASpool; readonly kept: readonly string[] } {
  const spool = aSpool()
  spool.putLeased(['being sent'], 'living')
  spool.putLeased(['being sent by a process that was suspended'], 'living', Date.now() - 1_000)
  spool.putJournal(['being written'], 'living')
  spool.putFile('of-another-program.txt')
  spool.putFile('bad/notes.txt')
  const kept = spool.names()
  spool.put(['a', 'b'])
  spool.putLeased(['c'], 'dead')
  spool.putJournal(['d'], 'dead')
  spool.putFile('bad/mf0k2x9a-00c0ffee00c0ffee.rejected')
  return { spool, kept }
}

it('deletes the files that no running process holds, and no other', () => {
  const { spool, kept } = aFullSpool()
  const result = purge(purgeableFiles(surveySpool(spool.directory)))
  expect(result).toMatchObject({ taken: 0, failures: [] })
  expect(result.deleted).toHaveLength(4)
  expect(spool.names()).toEqual(kept)
})

it('leaves a file that a process has claimed since the survey', () => {
  const spool = aSpool()
  spool.put(['a'])
  const files = purgeableFiles(surveySpool(spool.directory))
  const [name = ''] = spool.names()
  const known = readName(name)
  if (known === undefined) throw new Error(name)
  const claimed = leasedName(known.file, { untilMs: Date.now() + 60_000, owner: anOwner('living') })
  renameSync(`${spool.directory}/${name}`, `${spool.directory}/${claimed}`)
  expect(purge(files)).toEqual({ deleted: [], taken: 1, failures: [] })
  expect(spool.names()).toEqual([claimed])
})

it('names the files that the file system does not delete', () => {
  const file = { path: aSpool().directory, items: 1, bytes: 1, timeMs: 0 }
  expect(purge([file])).toEqual({ deleted: [], taken: 0, failures: [expect.stringContaining(file.path)] })
})
