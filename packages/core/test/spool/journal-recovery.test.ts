import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SerializedEnvelope } from '../../src/item/item'
import { leasedName, readName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { journalRecord } from '../../src/spool/journal-file'
import { JournalRecovery } from '../../src/spool/journal-recovery'
import { anItem, anItemOf } from '../builders'
import { anOwner, aSpoolFile, filesIn, leaveFile, spoolFolder } from './open-file-spool'
import { spoolParts } from './spool-parts'

/** A journal of a dead process that this process has leased. */
function claimJournal(items: readonly SerializedEnvelope[], files = systemFiles) {
  const parts = spoolParts({ files })
  const { folder, holdings, store, clock, troubles } = parts
  const file = aSpoolFile({ kind: 'journal', items: 0, bytes: 0, timeMs: clock.epochMs() - 1_000 })
  const name = leasedName(file, { untilMs: clock.epochMs(), owner: anOwner('dead') })
  leaveFile(folder, name, items.map(journalRecord).join(''))
  const journal = holdings.claim({ file, name, bytes: 100, items: 0, deaths: 0 }, spoolFolder(folder))
  if (journal === undefined) throw new Error('not claimed')
  return {
    ...parts,
    journal,
    recovery: new JournalRecovery({ store, holdings, onTrouble: (error) => troubles.push(error) }),
  }
}

function kindsIn(folder: string): readonly (string | undefined)[] {
  return filesIn(folder).map((name) => readName(name)?.file.kind)
}

describe('a journal of a dead process', () => {
  it('is replaced by a batch that is as old as the journal, and keeps the outcome of its attempts', () => {
    const items = [anItem('a'), anItem('b')]
    const { folder, ready, holdings, journal, recovery } = claimJournal(items)
    expect(recovery.replace(journal, items, { tries: 2, isInDoubt: true })).toBe(true)
    expect(kindsIn(folder)).toEqual(['normal'])
    expect([...ready]).toMatchObject([{ items: 2, tries: 2, isInDoubt: true, file: { timeMs: journal.file.timeMs } }])
    expect(holdings.files).toBe(0)
  })

  it.each<[string, () => readonly SerializedEnvelope[], readonly number[]]>([
    ['2,048 items', () => Array.from({ length: 5_000 }, (_, i) => anItem(String(i))), [2_048, 2_048, 904]],
    ['1 MiB', () => Array.from({ length: 40 }, () => anItemOf(60_000)), [31, 9]],
  ])('becomes batches of at most %s', (_, itemsOf, sizes) => {
    const items = itemsOf()
    const { ready, journal, recovery } = claimJournal(items)
    expect(recovery.replace(journal, items, { tries: 0 })).toBe(true)
    const inOrder = [...ready].sort((a, b) => a.file.sequence - b.file.sequence)
    expect(inOrder.map((file) => file.items)).toEqual(sizes)
  })

  it('is removed if it holds no items', () => {
    const { folder, journal, recovery } = claimJournal([])
    expect(recovery.replace(journal, [], { tries: 0 })).toBe(true)
    expect(filesIn(folder)).toEqual([])
  })

  it('stays unchanged, with no batches next to it, if the disk refuses one of its batches', () => {
    const disk = faultyFiles(systemFiles)
    const items = Array.from({ length: 40 }, () => anItemOf(60_000))
    const { folder, ready, holdings, journal, recovery } = claimJournal(items, disk.files)
    disk.fail('EIO', { of: 'renameSync', nth: 2, times: 1 })
    expect(recovery.replace(journal, items, { tries: 0 })).toBe(false)
    expect(kindsIn(folder)).toEqual(['journal'])
    expect([ready.files, holdings.files]).toEqual([0, 1])
  })

  it('evicts no batch if the disk is full', () => {
    const disk = faultyFiles(systemFiles)
    const items = [anItem('in the journal')]
    const { folder, store, journal, recovery } = claimJournal(items, disk.files)
    store.put({ items: [anItem('ready')] })
    disk.fail('ENOSPC', { of: 'writeSync' })
    expect(recovery.replace(journal, items, { tries: 0 })).toBe(false)
    expect([...kindsIn(folder)].sort()).toEqual(['journal', 'normal'])
  })

  it('is replaced even if the disk fails to release one of the batches, whose lease then expires', () => {
    const disk = faultyFiles(systemFiles)
    const items = Array.from({ length: 40 }, () => anItemOf(60_000))
    const { folder, ready, holdings, journal, recovery, troubles } = claimJournal(items, disk.files)
    disk.fail('EIO', { of: 'renameSync', nth: 3, times: 1 })
    expect(recovery.replace(journal, items, { tries: 0 })).toBe(true)
    expect(kindsIn(folder)).toEqual(['normal', 'normal'])
    expect([ready.files, holdings.files, troubles.length]).toEqual([1, 0, 1])
  })

  it('is removed before its batches can be claimed', () => {
    const disk = faultyFiles(systemFiles)
    const items = [anItem('a')]
    const { journal, recovery } = claimJournal(items, disk.files)
    const before = disk.calls.length
    recovery.replace(journal, items, { tries: 0 })
    const steps = disk.calls.slice(before).filter((call) => call === 'renameSync' || call === 'unlinkSync')
    expect(steps).toEqual(['renameSync', 'unlinkSync', 'renameSync'])
  })
})
