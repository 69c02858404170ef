import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { readName, readyName } from '../../src/spool/file-name'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
import {
  aFolder,
  aSpoolFile,
  batchFileOf,
  claimed,
  drained,
  filesIn,
  isBalanced,
  leaveBatch,
  leaveFile,
  nobodyWins,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

const HOUR_MS = 3_600_000

describe('a hostile file', () => {
  it('that cannot be read does not block others', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const unreadable = readyName(aSpoolFile({ timeMs: 1 }))
    leaveFile(folder, unreadable, batchFileOf('unreadable'))
    const id = readName(unreadable)?.file.id ?? ''
    const openSync: FileSystem['openSync'] = (path, ...rest) => {
      if (String(path).includes(id)) throw Object.assign(new Error('EACCES: not for you'), { code: 'EACCES' })
      return systemFiles.openSync(path, ...rest)
    }
    for (const message of ['a', 'b']) leaveBatch(folder, [message], clock.epochMs())
    const files = { ...systemFiles, openSync }
    const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER }, { clock, files })
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    clock.advance(30_000)
    opened.spool.refresh()
    expect((await drained(opened)).flat().sort()).toEqual(['a', 'b'])
  })
})

describe('a batch that was accepted in part', () => {
  it('is replaced by its unsettled items', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(aBatch('a', 'b', 'c'))
    const claim = await claimed(opened)
    opened.account.sent(claim.batch.items.slice(0, 2))
    claim.release({ items: claim.batch.items.slice(2) })
    expect(filesIn(folder)).toHaveLength(1)
    expect(isBalanced(opened)).toBe(true)
    expect(await drained(opened)).toEqual([['c']])
  })

  it('is released as a whole if its unsettled items cannot be written', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    const opened = openFileSpool(folder, {}, { files: disk.files })
    opened.spool.put(aBatch('a', 'b', 'c'))
    const claim = await claimed(opened)
    disk.fail('ENOSPC', { of: 'writeSync' })
    claim.release({ items: claim.batch.items.slice(2) })
    disk.heal()
    expect(await drained(opened)).toEqual([['a', 'b', 'c']])
  })
})

describe('a damaged batch', () => {
  it('is replaced by its intact lines; the original is set aside, and the rest is counted', async () => {
    const folder = aFolder()
    const bytes = batchFileOf('a', 'b', 'c')
    leaveFile(folder, readyName(aSpoolFile({ items: 3 })), bytes.subarray(0, bytes.length - 5))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a', 'b']])
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
    expect(isBalanced(opened)).toBe(true)
    const [kept = ''] = readdirSync(join(spoolFolder(folder), 'bad'))
    expect(kept).toMatch(/\.bad$/)
    expect(readFileSync(join(spoolFolder(folder), 'bad', kept))).toEqual(bytes.subarray(0, bytes.length - 5))
  })

  it('keeps its age', async () => {
    const folder = aFolder()
    const timeMs = Date.now() - HOUR_MS
    leaveFile(folder, readyName(aSpoolFile({ timeMs, items: 2 })), batchFileOf('a', 'b').subarray(0, -5))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    const claim = await claimed(opened)
    expect(claim.batch.timeMs).toBe(timeMs)
  })

  it('waits, and loses nothing, if there is no room for its intact lines', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    leaveFile(folder, readyName(aSpoolFile({ items: 2 })), batchFileOf('a', 'b').subarray(0, -5))
    const clock = new ManualClock()
    const opened = openFileSpool(folder, {}, { clock, files: disk.files })
    disk.fail('ENOSPC', { of: 'writeSync' })
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    expect(opened.account.stats.dropped).toBe(0)
    disk.heal()
    clock.advance(30_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a']])
  })

  it('is counted although the quarantine cannot be trimmed', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    leaveFile(folder, readyName(aSpoolFile({ items: 2 })), batchFileOf('a', 'b').subarray(0, -5))
    const opened = openFileSpool(folder, {}, { files: disk.files })
    opened.spool.refresh()
    disk.fail('EIO', { of: 'opendirSync' })
    await opened.spool.claim()
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
  })
})

describe('a process that flushes', () => {
  it('can claim its own batches without leading, and no others', async () => {
    const folder = aFolder()
    leaveBatch(folder, ['other'])
    const opened = openFileSpool(folder, {}, { election: nobodyWins })
    opened.spool.refresh()
    opened.spool.put(aBatch('own'))
    expect(opened.spool.hasReady).toBe(false)
    const giveBack = opened.spool.claimOwnOnly()
    const giveBackAgain = opened.spool.claimOwnOnly()
    giveBack()
    expect(await drained(opened)).toEqual([['own']])
    expect(opened.spool.hasReady).toBe(false)
    opened.spool.put(aBatch('own, too'))
    giveBackAgain()
    expect(opened.spool.hasReady).toBe(false)
  })
})
