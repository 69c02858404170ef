import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, ManualClock, runProgram } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { SerializedEnvelope } from '../../src/item/item'
import { SpoolDirectory } from '../../src/spool/directory'
import { leasedName, readName } from '../../src/spool/file-name'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { Journal } from '../../src/spool/journal'
import { journalRecord, recoverJournal } from '../../src/spool/journal-file'
import { anItem, anItemOf, messagesOf } from '../builders'
import {
  aFolder,
  anOwner,
  aProgram,
  aSpoolFile,
  CLOCK_IS_PROVEN_MS,
  drained,
  filesIn,
  isBalanced,
  leaveFile,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

/** A journal seals a file after this time. */
const SEAL_MS = 2_000

describe('a journal', () => {
  it('has an item on disk when append returns', () => {
    const { journal, folder } = openJournal()
    for (const [index, message] of ['a', 'b'].entries()) {
      journal.append(anItem(message), index + 1)
      expect(journalledIn(folder)).toEqual(['a', 'b'].slice(0, index + 1))
    }
    expect(filesIn(folder)).toHaveLength(1)
  })

  it('is removed when all of its items are finished and it is sealed', () => {
    const { journal, folder, clock } = openJournal()
    const items = append(journal, ['a', 'b'])
    clock.advance(SEAL_MS)
    journal.settled(items.slice(0, 1))
    expect(journalledIn(folder)).toEqual(['a', 'b'])
    journal.settled(items.slice(1))
    expect(filesIn(folder)).toEqual([])
  })

  it('stays until it is sealed, even if all of its items are finished', () => {
    const { journal, folder, clock } = openJournal()
    journal.settled(append(journal, ['a']))
    expect(filesIn(folder)).toHaveLength(1)
    clock.advance(SEAL_MS)
    expect(filesIn(folder)).toEqual([])
  })

  it('starts another file after two seconds', () => {
    const { journal, folder, clock } = openJournal()
    const first = append(journal, ['a'])
    clock.advance(SEAL_MS)
    append(journal, ['b'], 2)
    expect(filesIn(folder)).toHaveLength(2)
    journal.settled(first)
    expect(journalledIn(folder)).toEqual(['b'])
  })

  it('starts another file after a mebibyte', () => {
    const { journal, folder } = openJournal()
    const item = anItemOf(30_000)
    const records = Math.ceil(1_048_576 / Buffer.byteLength(journalRecord(item)))
    for (let sequence = 1; sequence <= records; sequence++) journal.append(item, sequence)
    expect(filesIn(folder)).toHaveLength(1)
    journal.append(item, records + 1)
    expect(filesIn(folder)).toHaveLength(2)
  })

  it('assigns finished items to files by sequence, in any order', () => {
    const { journal, folder, clock } = openJournal()
    const files = [1, 3, 5].map((from) => {
      const items = append(journal, [`${from}`, `${from + 1}`], from)
      clock.advance(SEAL_MS)
      return items
    })
    journal.settled([...(files[1] ?? []), ...(files[2]?.slice(1) ?? [])])
    expect([...journalledIn(folder)].sort()).toEqual(['1', '2', '5', '6'])
    journal.settled(files[2] ?? [])
    expect([...journalledIn(folder)].sort()).toEqual(['1', '2'])
    journal.settled(files[0] ?? [])
    expect(filesIn(folder)).toEqual([])
  })

  it('is not recovered while its process is alive', async () => {
    const { journal, folder, clock } = openJournal()
    append(journal, ['a'])
    const other = openFileSpool(folder, {}, { clock })
    for (let i = 0; i < 50; i++) {
      clock.advance(5_000)
      other.spool.refresh()
    }
    expect(await drained(other)).toEqual([])
    expect(journalledIn(folder)).toEqual(['a'])
  })

  it('that is closed keeps its unfinished items', () => {
    const { journal, folder } = openJournal()
    append(journal, ['a'])
    journal.close()
    expect(journalledIn(folder)).toEqual(['a'])
  })

  it('is synced after each item, if requested', () => {
    const disk = faultyFiles(systemFiles)
    const { journal } = openJournal({ files: disk.files, isSynced: true })
    append(journal, ['a', 'b'])
    expect(disk.calls.filter((call) => call === 'fdatasyncSync')).toHaveLength(2)
  })

  it('writes the whole item if the disk accepts a few bytes at a time', () => {
    const disk = faultyFiles(systemFiles)
    const { journal, folder } = openJournal({ files: disk.files })
    disk.writeShort(7)
    append(journal, ['a', 'sécond \u{1f600}'])
    expect(journalledIn(folder)).toEqual(['a', 'sécond \u{1f600}'])
  })

  it('starts another file after half an item, and keeps the complete ones', () => {
    const disk = faultyFiles(systemFiles)
    const { journal, folder, clock, troubles } = openJournal({ files: disk.files })
    append(journal, ['a'])
    disk.writeShort(20, { times: 1 })
    disk.fail('ENOSPC', { of: 'writeSync', nth: 2, times: 1 })
    append(journal, ['torn'], 2)
    expect(troubles).toHaveLength(1)
    clock.advance(30_000)
    append(journal, ['b'], 3)
    expect(journalledIn(folder)).toEqual(['a', 'b'])
    expect(filesIn(folder)).toHaveLength(2)
  })

  it('does not use a failing disk for half a minute, and never throws', () => {
    const disk = faultyFiles(systemFiles)
    const { journal, folder, clock, troubles } = openJournal({ files: disk.files })
    disk.fail('EIO')
    append(journal, ['a'])
    const calls = disk.calls.length
    append(journal, ['b'], 2)
    expect(disk.calls).toHaveLength(calls)
    expect(troubles).toHaveLength(1)
    disk.heal()
    clock.advance(30_000)
    append(journal, ['c'], 3)
    expect(journalledIn(folder)).toEqual(['c'])
  })

  it('does not use a slow disk for half a minute', () => {
    const disk = faultyFiles(systemFiles)
    const { journal, folder, clock } = openJournal({ files: disk.files })
    disk.slow(clock, 1_001, { of: 'writeSync' })
    append(journal, ['a', 'b'])
    expect(journalledIn(folder)).toEqual(['a'])
    disk.heal()
    clock.advance(30_000)
    append(journal, ['c'], 3)
    expect(journalledIn(folder)).toEqual(['a', 'c'])
  })

  it('does not append to a file whose lease may have expired', () => {
    const { journal, folder, clock } = openJournal()
    append(journal, ['before'])
    // The event loop was blocked for longer than a lease, so no timer ran, and another process removed the file.
    const monotonicMs = clock.monotonicMs() + 90_000
    clock.monotonicMs = () => monotonicMs
    clock.jump(90_000)
    for (const name of filesIn(folder)) rmSync(join(spoolFolder(folder), name))
    append(journal, ['after'], 2)
    expect(journalledIn(folder)).toEqual(['after'])
  })
})

it('does not exceed its limit while no item is finished', () => {
  const { journal, folder, troubles } = openJournal()
  for (let i = 0; i < 200; i++) journal.append(anItemOf(60_000), i + 1)
  expect(filesIn(folder)).toHaveLength(4)
  expect(troubles).toMatchObject([{ code: 'AZMON_SPOOL' }])
})

describe('a journal of a dead process', () => {
  it('is sent by the leader', async () => {
    const folder = aFolder()
    leaveJournal(folder, ['a', 'b'])
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(opened.spool.hasReady).toBe(true)
    expect(await drained(opened)).toEqual([['a', 'b']])
    expect(filesIn(folder)).toEqual([])
    expect(isBalanced(opened)).toBe(true)
  })

  it('is sent after its process was killed', async () => {
    const folder = aFolder()
    const program = aProgram(`
      const { systemClock } = require('./clock')
      const { SpoolDirectory } = require('./spool/directory')
      const { Journal } = require('./spool/journal')
      const directory = new SpoolDirectory([{ base: process.env.FOLDER, levels: ['spool'] }])
      const journal = new Journal({
    maxBytes: 16_777_216, directory, clock: systemClock, isSynced: false, onTrouble: console.error })
      const text = ${JSON.stringify(anItem('#').json)}
      for (let sequence = 1; sequence <= 100; sequence++) {
        const json = text.replace('#', sequence - 1)
        journal.append({ json, bytes: json.length }, sequence)
      }
      process.kill(process.pid, 'SIGKILL')
    `)
    expect(await runProgram(program, { FOLDER: folder })).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect((await drained(opened)).flat()).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    expect(filesIn(folder)).toEqual([])
  })

  it('is sent except for its incomplete last item', async () => {
    const folder = aFolder()
    const messages = Array.from({ length: 1_200 }, (_, index) => String(index))
    leaveJournal(folder, messages, (bytes) => bytes.subarray(0, -10))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    const batches = await drained(opened)
    expect(batches.flat()).toEqual(messages.slice(0, -1))
    expect(opened.account.stats.dropped).toBe(0)
  })

  it('is sent without its damaged items, which are counted', async () => {
    const folder = aFolder()
    leaveJournal(folder, ['a', 'b', 'c'], (bytes) => Buffer.from(bytes.toString().replace('"b"', '"x"')))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a', 'c']])
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
  })

  it('is removed if it is empty', async () => {
    const folder = aFolder()
    leaveJournal(folder, [])
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    expect(filesIn(folder)).toEqual([])
  })

  it('is sent as one batch if the disk is full', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    leaveJournal(folder, ['a'])
    const opened = openFileSpool(folder, {}, { files: disk.files })
    disk.fail('ENOSPC', { of: 'writeSync' })
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a']])
  })

  it('is set aside if the disk cannot read it', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    leaveJournal(folder, ['a'])
    const opened = openFileSpool(folder, {}, { files: disk.files })
    disk.fail('EIO', { of: 'readSync' })
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    expect(readdirSync(join(spoolFolder(folder), 'bad'))).toHaveLength(1)
  })

  it('is sent even if journals fill the quota', async () => {
    const folder = aFolder()
    for (let i = 0; i < 3; i++) leaveJournal(folder, [`${i} ${'x'.repeat(20_000)}`, `${i} ${'y'.repeat(20_000)}`])
    const opened = openFileSpool(folder, { storageMaxBytes: 50_000 })
    for (let i = 0; i < 3; i++) opened.spool.refresh()
    expect((await drained(opened)).flat().map((message) => message.slice(0, 3))).toHaveLength(6)
    expect(filesIn(folder)).toEqual([])
  })

  it('expires like any batch', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    leaveJournal(folder, ['a'], (bytes) => bytes, clock.epochMs() - 72 * 3_600_000)
    const opened = openFileSpool(folder, {}, { clock })
    clock.advance(CLOCK_IS_PROVEN_MS)
    opened.spool.refresh()
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    expect(opened.account.stats.droppedByReason).toEqual({ expired: 1 })
  })
})

// --- helpers ---

interface JournalOptions {
  readonly files?: FileSystem
  readonly isSynced?: boolean
}

function openJournal({ files = systemFiles, isSynced = false }: JournalOptions = {}) {
  const [folder, clock] = [aFolder(), new ManualClock()]
  const troubles: unknown[] = []
  const directory = new SpoolDirectory([{ base: folder, levels: ['spool'] }], files)
  const onTrouble = (error: unknown) => void troubles.push(error)
  const journal = new Journal({ directory, clock, isSynced, maxBytes: 4_194_304, files, onTrouble })
  return { journal, folder, clock, troubles }
}

/** Appends an item for each message, with consecutive sequences. */
function append(journal: Journal, messages: readonly string[], firstSequence = 1): readonly SerializedEnvelope[] {
  return messages.map((message, index) => {
    const item = Object.assign(anItem(message), { sequence: firstSequence + index })
    journal.append(item, item.sequence)
    return item
  })
}

function journalledIn(folder: string): readonly string[] {
  const recovered = filesIn(folder)
    .filter((name) => readName(name)?.file.kind === 'journal')
    .map((name) => recoverJournal(readFileSync(join(spoolFolder(folder), name))))
  return recovered.flatMap(({ items }) => messagesOf(items))
}

function leaveJournal(
  folder: string,
  messages: readonly string[],
  damage = (bytes: Buffer) => bytes,
  timeMs = Date.now(),
): void {
  const file = aSpoolFile({ kind: 'journal', items: 0, bytes: 0, timeMs })
  const name = leasedName(file, { untilMs: timeMs + 60_000, owner: anOwner('dead') })
  const records = messages.map((message) => journalRecord(anItem(message)))
  leaveFile(folder, name, damage(Buffer.from(records.join(''))))
}
