import { spawnSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { faultyFiles, ManualClock, slackMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Batch } from '../../src/batch/batch'
import { encodeLines, encodePayload } from '../../src/batch/payload'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { leasedName, readName, readyName, unfinishedName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch, anItem, anItemOf } from '../builders'
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
  leaveBatch,
  leaveFile,
  nobodyWins,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'
import { spoolContract } from './spool-contract'

const HOUR_MS = 3_600_000
/** More than a lease lasts. */
const LEASE_IS_OVER_MS = 60_001

spoolContract(it, () => openFileSpool(aFolder()).spool)

it('keeps on disk what it is given, and says so', () => {
  expect(openFileSpool(aFolder()).spool.durable).toBe(true)
})

describe('a file of the spool', () => {
  it('outlives the process: another one delivers it', async () => {
    const folder = aFolder()
    openFileSpool(folder).spool.put(aBatch('a', 'b'))
    const next = openFileSpool(folder)
    next.spool.refresh()
    expect(await drained(next)).toEqual([['a', 'b']])
    expect(filesIn(folder)).toEqual([])
  })

  it('is given by two processes that look at once to one of them only', async () => {
    const folder = aFolder()
    for (let i = 0; i < 20; i++) leaveBatch(folder, [String(i)])
    const both = [openFileSpool(folder), openFileSpool(folder)]
    for (const { spool } of both) spool.refresh()
    const batches = (await Promise.all(both.map(drained))).flat()
    expect(batches.flat().sort()).toEqual(Array.from({ length: 20 }, (_, i) => String(i)).sort())
  })

  it('is one that says how many items it holds, and when the oldest was made', () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const time = new Date(clock.epochMs() - HOUR_MS).toISOString()
    const items = ['a', 'b'].map((message) => anItem(message, 1, time))
    const { spool } = openFileSpool(folder, {}, { clock })
    spool.put({ items })
    expect(spool.contents).toMatchObject({ files: 1, items: 2, oldestAgeMs: HOUR_MS, state: 'on', foreign: 0 })
    const [name = ''] = filesIn(folder)
    expect(readName(name)?.file.items).toBe(2)
  })

  it.each([
    ['in the future', '2026-03-01T00:00:00.000Z'],
    ['older than the service takes', '2020-01-01T00:00:00.000Z'],
    ['no time at all', 'yesterday'],
  ])('is as old as itself when its items have a time %s', (_, time) => {
    const { spool } = openFileSpool(aFolder(), {}, { clock: new ManualClock() })
    spool.put({ items: [anItem('a', 1, time)] })
    expect(spool.contents.oldestAgeMs).toBe(0)
  })

  it('is gone from the sums when it was acked', async () => {
    const opened = openFileSpool(aFolder())
    opened.spool.put(aBatch('a'))
    await drained(opened)
    expect(opened.spool.contents).toMatchObject({ files: 0, bytes: 0, items: 0, oldestAgeMs: undefined })
  })

  it('is synced with its directory before it counts, where that is wanted', () => {
    const disk = faultyFiles(systemFiles)
    const { spool } = openFileSpool(aFolder(), { isSynced: true }, { files: disk.files })
    expect(spool.put(aBatch('a'))).toBe('stored')
    const steps = ['fdatasyncSync', 'renameSync', 'fsyncSync']
    expect(disk.calls.filter((call) => steps.includes(call))).toEqual(steps)
  })

  it('is not left behind, ready to be sent, by a put that says it refused', () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    const { spool } = openFileSpool(folder, { isSynced: true }, { files: disk.files })
    disk.fail('EIO', { of: 'fsyncSync' })
    expect(spool.put(aBatch('a'))).toBe('refused')
    expect(filesIn(folder)).toEqual([])
  })
})

describe('a full spool', () => {
  /** The quota is for so many batches as `batchOf` makes. */
  const quotaOf = (batches: number) => ({ storageMaxBytes: Math.floor((batches + 0.5) * bytesOf(batchOf('1'))) })

  it('loses its oldest batches, and counts their items', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2', '3', '4', '5']) expect(opened.spool.put(batchOf(message))).toBe('stored')
    expect(opened.account.stats.droppedByReason).toEqual({ 'spool-full': 2 })
    expect(await drained(opened)).toEqual([['3'], ['4'], ['5']])
    expect(isBalanced(opened)).toBe(true)
  })

  it('is full of what other processes left as well', async () => {
    const folder = aFolder()
    const other = openFileSpool(folder, quotaOf(3))
    for (const message of ['1', '2', '3']) other.spool.put(batchOf(message))
    const opened = openFileSpool(folder, quotaOf(3))
    expect(opened.spool.put(batchOf('4'))).toBe('stored')
    expect((await drained(opened)).flat().sort()).toEqual(['2', '3', '4'])
  })

  it('loses batches with errors last, old as they are', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const [message, severity] of [
      ['error', 3],
      ['2', 1],
      ['fatal', 4],
      ['4', 2],
      ['5', 1],
    ] as const)
      opened.spool.put(batchOf(message, severity))
    expect((await drained(opened)).flat()).toEqual(['error', 'fatal', '5'])
  })

  it('loses batches with errors, too, when there is nothing else to lose', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(2))
    for (const message of ['1', '2', '3']) opened.spool.put(batchOf(message, 3))
    expect((await drained(opened)).flat()).toEqual(['2', '3'])
  })

  it('never loses what is on its way', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, quotaOf(2), { clock })
    opened.spool.put(batchOf('1'))
    const claim = await claimed(opened)
    const held = opened.spool.hold(batchOf('2'))
    expect(opened.spool.put(batchOf('3'))).toBe('refused')
    expect(opened.account.stats.dropped).toBe(0)
    claim.ack()
    clock.advance(1_000) // it is not asked again at once
    expect(opened.spool.put(batchOf('4'))).toBe('stored')
    held?.ack()
    opened.account.sent([...claim.batch.items, ...batchOf('2').items])
    expect(isBalanced(opened)).toBe(true)
    expect(await drained(opened)).toEqual([['4']])
  })

  it('loses nothing for a batch that has no room even then', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2']) opened.spool.put(batchOf(message))
    const large = asText([anItemOf(2_000)])
    expect(opened.spool.put(large)).toBe('refused')
    expect((await drained(opened)).flat()).toEqual(['1', '2'])
  })

  it('loses nothing for a batch when what is on its way takes the room', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2', '3']) opened.spool.put(batchOf(message))
    await claimed(opened)
    await claimed(opened)
    expect(opened.spool.put(asText([anItem('4'), anItem('5')]))).toBe('refused')
    expect((await drained(opened)).flat()).toEqual(['3'])
  })

  it('has so many files and no more', () => {
    const folder = aFolder()
    spoolFolder(folder)
    const oldest = leaveFile(folder, readyName(aSpoolFile({ timeMs: 1 })), '')
    for (let i = 1; i < 20_000; i++) leaveFile(folder, readyName(aSpoolFile({ bytes: 0 })), '')
    const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER })
    expect(opened.spool.put(aBatch('one more'))).toBe('stored')
    expect(opened.account.stats.droppedByReason).toEqual({ 'spool-full': 1 })
    const names = filesIn(folder)
    expect(names).toHaveLength(20_000)
    expect(names).not.toContain(oldest)
  })

  it('leaves the disk to everybody else when that is nearly full', () => {
    const files = { ...systemFiles, statfsSync: () => ({ bavail: 65_536, blocks: 1_000_000, bsize: 4_096 }) as never }
    const folder = aFolder()
    const opened = openFileSpool(folder, {}, { files })
    expect(opened.spool.put(aBatch('a'))).toBe('refused')
    expect(opened.troubles).toMatchObject([{ code: 'AZMON_SPOOL', message: expect.stringContaining('no room') }])
    expect(opened.spool.contents.state).toBe('suspended')
  })

  it('takes short journals for what they are', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, { storageMaxBytes: 10_485_760 }, { clock })
    opened.spool.put(aBatch('kept'))
    const lease = { untilMs: clock.epochMs() + 60_000, owner: anOwner('living') }
    for (let i = 0; i < 12; i++)
      leaveFile(folder, leasedName(aSpoolFile({ kind: 'journal', items: 0, bytes: 0 }), lease), 'a few bytes')
    opened.spool.refresh()
    expect(opened.spool.put(aBatch('newer'))).toBe('stored')
    expect((await drained(opened)).flat()).toEqual(['kept', 'newer'])
  })
})

describe('what waits too long', () => {
  it('is removed, and counted, when the service would refuse it', () => {
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

  it('stays while it is on its way', async () => {
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

  it('keeps its age when it was tried in between', async () => {
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

  it('of a process that is gone is removed as well', () => {
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

describe('a file that nobody finished', () => {
  it('is removed when its process is gone', () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('dead')), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toEqual([])
  })

  it('stays while its process lives, or may live on another machine', () => {
    const folder = aFolder()
    for (const kind of ['living', 'elsewhere'] as const)
      leaveFile(folder, unfinishedName(aSpoolFile(), anOwner(kind)), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toHaveLength(2)
  })

  it('is removed after ten minutes, whoever wrote it', () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    clock.jump(Date.now() - clock.epochMs())
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('elsewhere')), 'half a ba')
    const opened = openFileSpool(folder, {}, { clock })
    clock.advance(11 * 60_000)
    opened.spool.refresh()
    expect(filesIn(folder)).toEqual([])
  })

  it('stays while a living process has just begun it, old as its items may be', () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile({ timeMs: Date.now() - HOUR_MS }), anOwner('living')), 'half a ba')
    openFileSpool(folder).spool.refresh()
    expect(filesIn(folder)).toHaveLength(1)
  })

  it('is never delivered', async () => {
    const folder = aFolder()
    leaveFile(folder, unfinishedName(aSpoolFile(), anOwner('living')), batchFileOf('never acknowledged'))
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
  })
})

describe('a lease', () => {
  it.each(['living', 'elsewhere'] as const)('of a process that is %s is honoured until it is over', async (kind) => {
    const { opened, clock } = openBesideLease(anOwner(kind), 60_000)
    clock.advance(60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    clock.advance(1)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('of a process that is gone is over at once', async () => {
    const { opened } = openBesideLease(anOwner('dead'), 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it.each([
    ['an hour back', -HOUR_MS],
    ['ten years back', -10 * 365 * 24 * HOUR_MS],
    ['an hour forward', HOUR_MS],
  ])('is over when the clock was set %s', async (_, byMs) => {
    const { opened, clock } = openBesideLease(anOwner('elsewhere'), 600_000)
    clock.jump(byMs)
    opened.spool.refresh()
    clock.advance(CLOCK_IS_PROVEN_MS)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('lasts ten leases at most, however little the clock was set back', async () => {
    const { opened, clock } = openBesideLease(anOwner('living'), 60_000)
    clock.jump(-5 * 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    clock.advance(10 * 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('is renewed for as long as its process wants, and nobody else gets the batch', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const [sender, other] = [openFileSpool(folder, {}, { clock }), openFileSpool(folder, {}, { clock })]
    sender.spool.put(aBatch('a'))
    const claim = await claimed(sender)
    for (let i = 0; i < 100; i++) {
      clock.advance(5_000)
      other.spool.refresh()
      expect(other.spool.hasReady).toBe(false)
    }
    claim.ack()
    expect(filesIn(folder)).toEqual([])
  })

  it.each([-HOUR_MS, HOUR_MS, -10 * 365 * 24 * HOUR_MS])(
    'is renewed after the clock was set by %i ms',
    async (byMs) => {
      const [folder, clock] = [aFolder(), new ManualClock()]
      const sender = openFileSpool(folder, {}, { clock })
      sender.spool.put(aBatch('a'))
      const claim = await claimed(sender)
      clock.jump(byMs)
      clock.advance(20_000)
      const other = openFileSpool(folder, {}, { clock })
      other.spool.refresh()
      expect(other.spool.hasReady).toBe(false)
      sender.spool.refresh()
      expect(sender.spool.hasReady).toBe(false)
      claim.ack()
      expect(filesIn(folder)).toEqual([])
    },
  )

  it('of a batch that goes out for the first time is one like any other', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const sender = openFileSpool(folder, {}, { clock })
    const hold = sender.spool.hold(aBatch('a'))
    const other = openFileSpool(folder, {}, { clock })
    other.spool.refresh()
    expect([other.spool.hasReady, sender.spool.hasReady]).toEqual([false, false])
    hold?.release(hold.batch)
    other.spool.refresh()
    expect(await drained(other)).toEqual([['a']])
    expect(isBalanced(sender)).toBe(true)
  })

  it('that was lost is another process’s: neither ack nor release touches its file', async () => {
    for (const end of ['ack', 'release'] as const) {
      const [folder, clock] = [aFolder(), new ManualClock()]
      const loser = openFileSpool(folder, {}, { clock })
      loser.spool.put(aBatch('a', 'b'))
      const claim = await claimed(loser)
      const [name = ''] = filesIn(folder)
      const file = readName(name)?.file ?? aSpoolFile()
      const taken = leasedName(file, { untilMs: clock.epochMs() + 90_000, owner: anOwner('living') })
      renameSync(join(spoolFolder(folder), name), join(spoolFolder(folder), taken))
      if (end === 'ack') {
        claim.ack()
        loser.account.sent(claim.batch.items)
      } else claim.release(claim.batch)
      clock.advance(25_000)
      expect(filesIn(folder)).toEqual([taken])
      expect(loser.spool.hasReady).toBe(false)
      expect(loser.troubles).toEqual([])
      expect(isBalanced(loser)).toBe(true)
    }
  })

  it('that was lost is not renewed', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const loser = openFileSpool(folder, {}, { clock })
    loser.spool.put(aBatch('a'))
    await claimed(loser)
    for (const name of filesIn(folder)) rmSync(join(spoolFolder(folder), name))
    clock.advance(120_000)
    expect(filesIn(folder)).toEqual([])
    expect(loser.troubles).toEqual([])
  })

  it('is given back although the disk would not have it at first', async () => {
    const [folder, clock, disk] = [aFolder(), new ManualClock(), faultyFiles(systemFiles)]
    const opened = openFileSpool(folder, {}, { clock, files: disk.files })
    opened.spool.put(aBatch('a'))
    const claim = await claimed(opened)
    disk.fail('EIO', { of: 'renameSync' })
    claim.release(claim.batch)
    disk.heal()
    clock.advance(LEASE_IS_OVER_MS)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a']])
  })

  it('of a batch that was delivered ends when the disk lets go of it, and it is not sent again', async () => {
    const [folder, clock, disk] = [aFolder(), new ManualClock(), faultyFiles(systemFiles)]
    const opened = openFileSpool(folder, {}, { clock, files: disk.files })
    opened.spool.put(aBatch('a'))
    const claim = await claimed(opened)
    disk.fail('EIO', { of: 'unlinkSync' })
    claim.ack()
    clock.advance(LEASE_IS_OVER_MS)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    disk.heal()
    opened.spool.refresh()
    expect(filesIn(folder)).toEqual([])
  })
})

describe('what is named like a file of the spool, and is none', () => {
  const name = () => readyName(aSpoolFile())

  it('is not read, and stops nobody: a pipe', async () => {
    await expectIgnored((path) => spawnSync('mkfifo', [path]))
  })

  it('is not read, and stops nobody: a socket', async () => {
    const server = createServer()
    await expectIgnored((path) => new Promise((resolve) => server.listen(path, () => resolve(undefined))))
    server.close()
  })

  it('is not read, and stops nobody: a link to a batch elsewhere', async () => {
    const elsewhere = join(aFolder(), 'batch')
    writeFileSync(elsewhere, batchFileOf('elsewhere'))
    await expectIgnored((path) => symlinkSync(elsewhere, path))
    expect(readFileSync(elsewhere)).toEqual(batchFileOf('elsewhere'))
  })

  it('is not read, and stops nobody: a second name of a file elsewhere', async () => {
    const elsewhere = join(aFolder(), 'batch')
    writeFileSync(elsewhere, batchFileOf('elsewhere'))
    await expectIgnored((path) => linkSync(elsewhere, path))
    expect(readFileSync(elsewhere)).toEqual(batchFileOf('elsewhere'))
  })

  it('is not read, and stops nobody: a directory', async () => {
    await expectIgnored((path) => {
      mkdirSync(path)
      writeFileSync(join(path, 'something'), '')
    })
  })

  it('is not read, and stops nobody: a file of two gigabytes', async () => {
    await expectIgnored((path) => {
      writeFileSync(path, '')
      truncateSync(path, 2 ** 31)
    })
  })

  it('stops nobody: a file that is empty', async () => {
    await expectIgnored((path) => writeFileSync(path, ''))
  })

  async function expectIgnored(make: (path: string) => unknown): Promise<void> {
    const folder = aFolder()
    await make(join(spoolFolder(folder), name()))
    leaveBatch(folder, ['ours'])
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    const startedMs = performance.now()
    expect(await drained(opened)).toEqual([['ours']])
    expect(performance.now() - startedMs).toBeLessThan(1_000 + (await slackMs()))
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
    expect(isBalanced(opened)).toBe(true)
    expect(readdirSync(spoolFolder(folder)).filter((left) => left.endsWith('.rdy') || left.endsWith('.lse'))).toEqual(
      [],
    )
  }
})

describe('files that are none of ours', () => {
  it('are left alone, and counted', async () => {
    const folder = aFolder()
    const names = ['README', 'core.1234', `2${readyName(aSpoolFile()).slice(1)}`, '.hidden', 'x.rdy', 'x.tmp']
    for (const name of names) leaveFile(folder, name, 'whatever')
    mkdirSync(join(spoolFolder(folder), 'folder'))
    const clock = new ManualClock()
    clock.jump(Date.now() - clock.epochMs())
    const opened = openFileSpool(folder, {}, { clock })
    clock.advance(100 * HOUR_MS)
    opened.spool.refresh()
    opened.spool.put(aBatch('ours'))
    expect(await drained(opened)).toEqual([['ours']])
    opened.spool.refresh()
    expect(filesIn(folder)).toEqual([...names].sort())
    expect(opened.spool.contents.foreign).toBe(7)
  })

  it('are left alone when a version that is not known wrote what is in them', async () => {
    const folder = aFolder()
    const file = batchFileOf('x')
    const rest = file.toString().slice(9).replace('"v":1', '"v":2')
    const name = leaveFile(folder, readyName(aSpoolFile()), `${crc32(rest).toString(16).padStart(8, '0')} ${rest}`)
    const opened = openFileSpool(folder)
    for (let i = 0; i < 2; i++) {
      opened.spool.refresh()
      expect(await drained(opened)).toEqual([])
      expect(filesIn(folder)).toEqual([name])
    }
    expect(opened.spool.contents.foreign).toBe(1)
    expect(opened.account.stats.read).toBe(0)
  })
})

describe('compression', () => {
  const text = () => ({ items: [anItemOf(20_000), anItemOf(20_000)] })
  const kindsIn = (folder: string) => filesIn(folder).map((name) => readName(name)?.file.encoding)

  it('begins when half of the room is used', () => {
    const folder = aFolder()
    const { spool } = openFileSpool(folder, { storageMaxBytes: 100_000 })
    for (let i = 0; i < 3; i++) spool.put(text())
    expect(kindsIn(folder).sort()).toEqual(['gzip', 'identity', 'identity'])
  })

  it('is not begun by a process that is in haste', () => {
    const folder = aFolder()
    const { spool } = openFileSpool(folder, { storageMaxBytes: 210_000 })
    for (let i = 0; i < 4; i++) spool.put(text(), 'urgent')
    spool.hold(text())
    expect(kindsIn(folder)).toEqual(Array(5).fill('identity'))
  })

  it('is not done twice: a body that was sent in vain is stored as it is', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    const batch: Batch = text()
    batch.payload = await encodePayload(batch.items, 'gzip')
    opened.spool.put(batch)
    expect(kindsIn(folder)).toEqual(['gzip'])
    const claim = await claimed(opened)
    expect(claim.batch.payload?.body).toEqual(batch.payload.body)
    expect(claim.batch.items.map(({ json }) => json)).toEqual(batch.items.map(({ json }) => json))
  })

  it('that sending took is kept: a batch of text comes back as gzip', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(text())
    const claim = await claimed(opened)
    expect(claim.batch.payload).toBeUndefined()
    claim.batch.payload = await encodePayload(claim.batch.items, 'gzip')
    claim.release(claim.batch)
    expect(kindsIn(folder)).toEqual(['gzip'])
    expect((await claimed(opened)).batch.tries).toBe(1)
    expect(isBalanced(opened)).toBe(true)
  })

  it('changes nothing for a batch that comes back as it went', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(text())
    const before = filesIn(folder)
    const claim = await claimed(opened)
    claim.batch.payload = { body: encodeLines(claim.batch.items), encoding: 'identity', items: 2 }
    claim.release(claim.batch)
    expect(filesIn(folder)).toEqual(before)
  })
})

describe('a batch that was taken in part', () => {
  it('goes back as what is left of it', async () => {
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

  it('goes back whole when what is left of it cannot be written', async () => {
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
  it('yields the lines that are still whole; the original is kept aside, and the rest counted', async () => {
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

  it('waits, and loses nothing, when there is no room for what is left of it', async () => {
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

  it('is counted although the folder for it cannot be tidied up', async () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    leaveFile(folder, readyName(aSpoolFile({ items: 2 })), batchFileOf('a', 'b').subarray(0, -5))
    const opened = openFileSpool(folder, {}, { files: disk.files })
    opened.spool.refresh()
    disk.fail('EIO', { of: 'opendirSync' })
    await opened.spool.claim()
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
  })
})

describe('a directory that is gone', () => {
  it('has nothing to claim, and nobody asks for it for ever', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(aBatch('a'))
    rmSync(join(folder, 'spool'), { recursive: true })
    expect(await opened.spool.claim()).toBeUndefined()
    expect(opened.spool.hasReady).toBe(false)
  })

  it('is made again by the next batch', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(aBatch('before'))
    rmSync(join(folder, 'spool'), { recursive: true })
    expect(opened.spool.put(aBatch('after'))).toBe('stored')
    expect(await drained(opened)).toEqual([['after']])
  })

  it('is one that a spool does without until it is needed', () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(existsSync(join(folder, 'spool'))).toBe(false)
    expect([opened.spool.items, opened.spool.hasReady, opened.troubles]).toEqual([0, false, []])
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

  it('become one, which is compressed and as old as the oldest of them', async () => {
    const { folder, clock, opened } = await aNight()
    opened.spool.refresh()
    await untilIdle(folder, () => false)
    expect(filesIn(folder).map((name) => readName(name)?.file)).toEqual([
      expect.objectContaining({ encoding: 'gzip', items: 8, timeMs: clock.epochMs() - 30_001 }),
    ])
    expect(await drained(opened)).toEqual([['0', '1', '2', '3', '4', '5', '6', '7']])
    expect(isBalanced(opened)).toBe(true)
  })

  it('are there as before when one of them cannot be read', async () => {
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

  it('cost nothing when there is hardly any room left for making one of them', async () => {
    const { folder, opened } = await aNight({ storageMaxBytes: 9 * bytesOf(batchOf('1')) + 10 })
    opened.spool.put(batchOf('8'))
    opened.spool.refresh()
    await untilIdle(folder, () => false)
    expect((await drained(opened)).flat().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
    expect(opened.account.stats.dropped).toBe(0)
  })
})

describe('looking', () => {
  it('is repeated until the spool is stopped, and calls for what waits', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    let calls = 0
    const opened = openFileSpool(folder, { storageMaintenanceMs: 1_000 }, { clock, onReady: () => calls++ })
    opened.spool.start()
    expect(calls).toBe(0)
    leaveBatch(folder, ['a'], clock.epochMs())
    clock.advance(1_200)
    expect(calls).toBe(1)
    await opened.spool.stop()
    clock.advance(10_000)
    expect(calls).toBe(1)
  })

  it('is not needed for what the process itself put there', () => {
    const [clock, calls] = [new ManualClock(), [] as string[]]
    const opened = openFileSpool(aFolder(), {}, { clock, onReady: () => calls.push('ready') })
    opened.spool.start()
    opened.spool.put(aBatch('a'))
    expect(calls).toEqual([])
    clock.advance(0)
    expect(calls).toEqual(['ready'])
  })

  it('tells a trouble of the disk, and goes on', async () => {
    const [folder, clock, disk] = [aFolder(), new ManualClock(), faultyFiles(systemFiles)]
    leaveBatch(folder, ['a'], clock.epochMs())
    const opened = openFileSpool(folder, {}, { clock, files: disk.files })
    disk.fail('EIO', { of: 'opendirSync', times: 1 })
    opened.spool.refresh()
    expect(opened.troubles).toHaveLength(1)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['a']])
  })
})

describe('a process that flushes', () => {
  it('is given what it wrote itself, whoever leads, and nothing else', async () => {
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

// --- helpers ---

/** A batch that is as large on disk as its text, however full the spool is. */
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

/** A spool in a folder where a batch is leased by `owner`. */
function openBesideLease(owner: string, forMs: number) {
  const [folder, clock] = [aFolder(), new ManualClock()]
  const lease = { untilMs: clock.epochMs() + forMs, owner }
  leaveFile(folder, leasedName(aSpoolFile({ timeMs: clock.epochMs() }), lease), batchFileOf('leased'))
  return { opened: openFileSpool(folder, {}, { clock }), clock }
}
