import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { FileNames, leasedName, readName, readyName, unfinishedName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { isNoBatch, namesIn, statusOf } from '../../src/spool/listing'
import { aFolder, anOwner, aSpoolFile, leaveFile, spoolFolder } from './open-file-spool'

const NOW_MS = Date.now()
const file = aSpoolFile()

function kindOf(name: string, { isTimeTrusted = true, ageMs = 0 } = {}): string | undefined {
  const folder = aFolder()
  const known = readName(leaveFile(folder, name, 'content'))
  if (known === undefined) throw new Error('not a name of the spool')
  const seconds = (NOW_MS - ageMs) / 1_000
  utimesSync(join(spoolFolder(folder), name), seconds, seconds)
  const view = { names: new FileNames(), nowMs: NOW_MS, isTimeTrusted }
  return statusOf(systemFiles, spoolFolder(folder), name, known, view)?.kind
}

const leased = (owner: string, untilMs: number, readers = 0) => leasedName(file, { untilMs, owner }, readers)

describe('a file', () => {
  it.each<[string, string, { isTimeTrusted?: boolean; ageMs?: number }, string]>([
    ['that is ready', readyName(file), {}, 'claimable'],
    ['with a lease of a living process', leased(anOwner('living'), NOW_MS + 1_000), {}, 'leased'],
    ['with a lease of a dead process', leased(anOwner('dead'), NOW_MS + 1_000), {}, 'claimable'],
    ['with an expired lease', leased(anOwner('living'), NOW_MS - 1), {}, 'claimable'],
    [
      'with an expired lease, after a jump of the clock',
      leased(anOwner('living'), NOW_MS - 1),
      { isTimeTrusted: false },
      'leased',
    ],
    ['with a lease that ends too late', leased(anOwner('living'), NOW_MS + 600_001), {}, 'claimable'],
    ['that a living process writes', unfinishedName(file, anOwner('living')), {}, 'being-written'],
    ['that a dead process has written', unfinishedName(file, anOwner('dead')), {}, 'unfinished'],
    [
      'that was not finished for ten minutes',
      unfinishedName(file, anOwner('living')),
      { ageMs: 600_001 },
      'unfinished',
    ],
  ])('%s has the right status', (_, name, view, kind) => {
    expect(kindOf(name, view)).toBe(kind)
  })

  it('that is gone has no status', () => {
    const known = readName(readyName(file))
    if (known === undefined) throw new Error('not a name of the spool')
    const view = { names: new FileNames(), nowMs: NOW_MS, isTimeTrusted: true }
    expect(statusOf(systemFiles, aFolder(), readyName(file), known, view)).toBeUndefined()
  })
})

it('closes a directory that is not read to its end', () => {
  const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
  for (const name of ['a', 'b']) leaveFile(folder, name, '')
  for (const _ of namesIn(disk.files, spoolFolder(folder))) break
  expect(disk.calls).toEqual(['opendirSync'])
})

it('lists the names in the directory that are not batches', () => {
  expect(['bad', 'drain.lock', 'drain.holder', readyName(file), 'other'].map(isNoBatch)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
