import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { readName, readyName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch, anItem } from '../builders'
import {
  aFolder,
  aSpoolFile,
  batchFileOf,
  drained,
  filesIn,
  leaveBatch,
  leaveFile,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'
import { spoolContract } from './spool-contract'

const HOUR_MS = 3_600_000

spoolContract(it, () => openFileSpool(aFolder()).spool)

it('is durable', () => {
  expect(openFileSpool(aFolder()).spool.durable).toBe(true)
})

describe('a file of the spool', () => {
  it('outlives the process: another one claims it', async () => {
    const folder = aFolder()
    openFileSpool(folder).spool.put(aBatch('a', 'b'))
    const next = openFileSpool(folder)
    next.spool.refresh()
    expect(await drained(next)).toEqual([['a', 'b']])
    expect(filesIn(folder)).toEqual([])
  })

  it('is claimed by only one of two processes', async () => {
    const folder = aFolder()
    for (let i = 0; i < 20; i++) leaveBatch(folder, [String(i)])
    const both = [openFileSpool(folder), openFileSpool(folder)]
    for (const { spool } of both) spool.refresh()
    const batches = (await Promise.all(both.map(drained))).flat()
    expect(batches.flat().sort()).toEqual(Array.from({ length: 20 }, (_, i) => String(i)).sort())
  })

  it('has a name with its number of items and the time of the oldest', () => {
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
  ])('has the time of its writing if its items have a time %s', (_, time) => {
    const { spool } = openFileSpool(aFolder(), {}, { clock: new ManualClock() })
    spool.put({ items: [anItem('a', 1, time)] })
    expect(spool.contents.oldestAgeMs).toBe(0)
  })

  it('is no longer counted after ack', async () => {
    const opened = openFileSpool(aFolder())
    opened.spool.put(aBatch('a'))
    await drained(opened)
    expect(opened.spool.contents).toMatchObject({ files: 0, bytes: 0, items: 0, oldestAgeMs: undefined })
  })

  it('is synced with its directory before it counts as written, if requested', () => {
    const disk = faultyFiles(systemFiles)
    const { spool } = openFileSpool(aFolder(), { isSynced: true }, { files: disk.files })
    expect(spool.put(aBatch('a'))).toBe('stored')
    const steps = ['fdatasyncSync', 'renameSync', 'fsyncSync']
    expect(disk.calls.filter((call) => steps.includes(call))).toEqual(steps)
  })

  it('is removed if put refuses the batch', () => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    const { spool } = openFileSpool(folder, { isSynced: true }, { files: disk.files })
    disk.fail('EIO', { of: 'fsyncSync' })
    expect(spool.put(aBatch('a'))).toBe('refused')
    expect(filesIn(folder)).toEqual([])
  })
})

describe('files that are not ours', () => {
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

  it('are left alone if an unknown version wrote them', async () => {
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

describe('a directory that is gone', () => {
  it('has nothing to claim, and causes no endless loop', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(aBatch('a'))
    rmSync(join(folder, 'spool'), { recursive: true })
    expect(await opened.spool.claim()).toBeUndefined()
    expect(opened.spool.hasReady).toBe(false)
  })

  it('is created again by the next batch', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(aBatch('before'))
    rmSync(join(folder, 'spool'), { recursive: true })
    expect(opened.spool.put(aBatch('after'))).toBe('stored')
    expect(await drained(opened)).toEqual([['after']])
  })

  it('is not created before it is needed', () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    expect(existsSync(join(folder, 'spool'))).toBe(false)
    expect([opened.spool.items, opened.spool.hasReady, opened.troubles]).toEqual([0, false, []])
  })
})

describe('maintenance', () => {
  it('is repeated until the spool is stopped, and calls onReady for found batches', async () => {
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

  it('is not needed for batches of the process itself', () => {
    const [clock, calls] = [new ManualClock(), [] as string[]]
    const opened = openFileSpool(aFolder(), {}, { clock, onReady: () => calls.push('ready') })
    opened.spool.start()
    opened.spool.put(aBatch('a'))
    expect(calls).toEqual([])
    clock.advance(0)
    expect(calls).toEqual(['ready'])
  })

  it('reports an error of the disk, and continues', async () => {
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
