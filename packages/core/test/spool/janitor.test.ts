import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Batch } from '../../src/batch/batch'
import { encodeLines } from '../../src/batch/payload'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { leasedName, readName, readyName, unfinishedName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch, anItem } from '../builders'
import { untilIdle } from './ledger'
import {
  aFolder,
  anOwner,
  aSpoolFile,
  batchFileOf,
  CLOCK_IS_PROVEN_MS,
  claimed,
  drained,
  filesIn,
  isBalanced,
  leaveFile,
  type OpenSpool,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

const HOUR_MS = 3_600_000

describe('an expired batch', () => {
  it('is removed, and counted, when it is older than 47 hours', () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, { storageRetentionMs: 47 * HOUR_MS }, { clock })
    opened.spool.put(aBatch('a', 'b'))
    clock.advance(47 * HOUR_MS)
    opened.spool.refresh()
    expect(filesIn(folder)).toHaveLength(1)
    clock.advance(1)
    opened.spool.refresh()
    expect(filesIn(folder)).toEqual([])
    expect(opened.account.stats.droppedByReason).toEqual({ expired: 2 })
    expect(isBalanced(opened)).toBe(true)
  })

  it('is not removed while it is claimed', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, { storageRetentionMs: HOUR_MS }, { clock })
    opened.spool.put(aBatch('a'))
    const claim = await claimed(opened)
    clock.advance(2 * HOUR_MS)
    opened.spool.refresh()
    expect(filesIn(folder)).toHaveLength(1)
    claim.ack()
    expect(opened.account.stats.dropped).toBe(0)
  })

  it('keeps its age when it is released', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, { storageRetentionMs: HOUR_MS }, { clock })
    opened.spool.put(aBatch('sent', 'left'))
    clock.advance(HOUR_MS / 2)
    const claim = await claimed(opened)
    claim.release({ items: claim.batch.items.slice(1) })
    clock.advance(HOUR_MS / 2 + 1)
    opened.spool.refresh()
    expect(opened.account.stats.droppedByReason).toEqual({ expired: 1 })
  })

  it('of a dead process is removed, too', () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const lease = { untilMs: clock.epochMs() + 60_000, owner: anOwner('dead') }
    leaveFile(folder, leasedName(aSpoolFile({ timeMs: clock.epochMs() - 48 * HOUR_MS }), lease), batchFileOf('a'))
    const opened = openFileSpool(folder, {}, { clock })
    clock.advance(CLOCK_IS_PROVEN_MS)
    opened.spool.refresh()
    expect(opened.account.stats.droppedByReason).toEqual({ expired: 1 })
    expect(filesIn(folder)).toEqual([])
  })
})

describe('an unfinished file', () => {
  it('is removed if its process is dead', () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('dead')), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toEqual([])
  })

  it('stays while its process is alive, or may be alive on another machine', () => {
    const folder = aFolder()
    for (const kind of ['living', 'elsewhere'] as const)
      leaveFile(folder, unfinishedName(aSpoolFile(), anOwner(kind)), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toHaveLength(2)
  })

  it('is removed after ten minutes, whichever process wrote it', () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    clock.jump(Date.now() - clock.epochMs())
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('elsewhere')), 'half a ba')
    const opened = openFileSpool(folder, {}, { clock })
    clock.advance(11 * 60_000)
    opened.spool.refresh()
    expect(filesIn(folder)).toEqual([])
  })

  it('stays if a living process has just begun it, however old its items are', () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile({ timeMs: Date.now() - HOUR_MS }), anOwner('living')), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toHaveLength(1)
  })

  it('is never sent', async () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('living')), batchFileOf('never acknowledged'))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
  })
})

describe('many small files', () => {
  async function aNight(options: Parameters<typeof openFileSpool>[1] = {}) {
    const [folder, clock, disk] = [aFolder(), new ManualClock(), faultyFiles(systemFiles)]
    const opened = openFileSpool(folder, options, { clock, files: disk.files })
    for (let i = 0; i < 8; i++) opened.spool.put(batchOf(String(i)))
    clock.advance(30_001)
    return { folder, clock, disk, opened }
  }

  it('become one compressed file, as old as the oldest of them', async () => {
    const { folder, clock, opened } = await aNight()
    opened.spool.refresh()
    await untilIdle(folder, () => false)
    expect(filesIn(folder).map((name) => readName(name)?.file)).toEqual([
      expect.objectContaining({ encoding: 'gzip', items: 8, timeMs: clock.epochMs() - 30_001 }),
    ])
    expect(await drained(opened)).toEqual([['0', '1', '2', '3', '4', '5', '6', '7']])
    expect(isBalanced(opened)).toBe(true)
  })

  it('stay if one of them cannot be read', async () => {
    const { folder, clock, disk, opened } = await aNight()
    disk.fail('EACCES', { of: 'readSync', nth: 4, times: 1 })
    opened.spool.refresh()
    await untilIdle(folder, () => false)
    disk.heal()
    for (let i = 0; i < 20; i++) {
      clock.advance(5_000)
      opened.spool.refresh()
      await untilIdle(folder, () => false)
    }
    expect((await drained(opened)).flat().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    expect(filesIn(folder)).toEqual([])
  })

  it('are merged without loss if there is hardly any room', async () => {
    const { folder, opened } = await aNight({ storageMaxBytes: 9 * bytesOf(batchOf('1')) + 10 })
    opened.spool.put(batchOf('8'))
    opened.spool.refresh()
    await untilIdle(folder, () => false)
    expect((await drained(opened)).flat().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
    expect(opened.account.stats.dropped).toBe(0)
  })
})

describe('a hostile file', () => {
  it('has the age 0 if its time is in the future', () => {
    const folder = aFolder()
    const content = batchFileOf('a')
    leaveFile(folder, readyName(aSpoolFile({ timeMs: 36 ** 9 - 1, bytes: content.length })), content)
    expect(openLooked(folder).spool.contents.oldestAgeMs).toBe(0)
  })

  it('is removed if it is unfinished and its time is in the future', () => {
    const folder = aFolder()
    const name = leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('elsewhere')), 'half a ba')
    const then = Date.now() / 1_000 + 3_600
    utimesSync(join(spoolFolder(folder), name), then, then)
    openLooked(folder)
    expect(filesIn(folder)).toEqual([])
  })
})

// --- helpers, in order of use ---

/** A batch that is stored uncompressed, however full the spool is. */
function batchOf(message: string, severity: 1 | 2 | 3 | 4 = 1): Batch {
  return asText([anItem(message, severity)])
}

function asText(items: Batch['items']): Batch {
  return { items, payload: { body: encodeLines(items), encoding: 'identity', items: items.length } }
}

function bytesOf(batch: Batch): number {
  return Buffer.concat(
    encodeBatchFile({ body: encodeLines(batch.items), encoding: 'identity', items: batch.items.length }),
  ).length
}

function openLooked(folder: string): OpenSpool {
  const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER })
  opened.spool.refresh()
  return opened
}
