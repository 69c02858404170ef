import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type FaultyFiles, faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodeLines } from '../../src/batch/payload'
import type { SerializedEnvelope } from '../../src/item/item'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { SpoolDirectory } from '../../src/spool/directory'
import { leasedName, readyName } from '../../src/spool/file-name'
import type { FileSpoolOptions } from '../../src/spool/file-spool'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { Journal } from '../../src/spool/journal'
import { journalRecord } from '../../src/spool/journal-file'
import { deliverAll, Ledger } from '../spool/ledger'
import {
  aFolder,
  anOwner,
  aSpoolFile,
  filesIn,
  isBalanced,
  leaveFile,
  openFileSpool,
  spoolFolder,
} from '../spool/open-file-spool'

const CODES = ['ENOSPC', 'EROFS', 'EACCES', 'EMFILE', 'EIO', 'EINTR'] as const

const FUNCTIONS = [
  'closeSync',
  'fdatasyncSync',
  'fstatSync',
  'fsyncSync',
  'lstatSync',
  'mkdirSync',
  'openSync',
  'opendirSync',
  'readSync',
  'realpathSync',
  'renameSync',
  'statfsSync',
  'unlinkSync',
  'writeSync',
] as const satisfies readonly (keyof FileSystem)[]

describe.each(CODES)('a disk that answers %s', (code) => {
  it('once, at any call, loses nothing that was safe', async () => {
    const { disk: healthy } = await live({ isSynced: true }, () => {})
    const calls = healthy.calls.length
    expect(calls).toBeGreaterThan(100)
    for (let nth = 1; nth <= calls; nth++) {
      const life = await live({ isSynced: true }, (disk) => disk.fail(code, { nth, times: 1 }))
      await expectNothingLost(life, `${code} at call ${nth}: ${life.disk.calls[nth - 1]}`)
    }
  })

  it.each(FUNCTIONS)('at every %s loses nothing that was safe', async (of) => {
    for (const isSynced of [false, true]) {
      const life = await live({ isSynced }, (disk) => disk.fail(code, { of }))
      await expectNothingLost(life, `${code} for every ${of}`)
    }
  })

  it('at every call loses nothing that was safe', async () => {
    await expectNothingLost(await live({}, (disk) => disk.fail(code)), code)
  })
})

describe('a disk that is full', () => {
  it('stores a batch or refuses it, wherever the room ends, and keeps no partial file', async () => {
    const { size } = oneBatch()
    for (let k = 0; k <= size; k++) {
      const { folder, disk, opened, ledger } = aWorld({})
      disk.fail('ENOSPC', { of: 'writeSync', nth: 1 + writeShortAt(disk, k) })
      const items = [ledger.issue()]
      const answer = opened.spool.put({ items })
      expect([k, answer]).toEqual([k, k >= size ? 'stored' : 'refused'])
      expect([k, filesIn(folder).length]).toEqual([k, k >= size ? 1 : 0])
    }
  })

  it('stores the newest batch after evicting the oldest', async () => {
    const { folder, disk, opened, ledger } = aWorld({})
    const batches = [0, 1, 2].map(() => ({ items: [ledger.issue()] }))
    for (const batch of batches.slice(0, 2)) opened.spool.put(batch)
    disk.fail('ENOSPC', { of: 'writeSync', times: 1 })
    expect(opened.spool.put(batches[2] ?? { items: [] })).toBe('stored')
    expect(opened.account.stats.droppedByReason).toEqual({ 'spool-full': 1 })
    await deliverAll(folder, [opened], ledger)
    ledger.promised(batches.slice(1).flatMap(({ items }) => items))
    expect(ledger.missing).toEqual([])
  })
})

describe('a write that is short', () => {
  it.each([1, 2, 3, 7, 100])('every time, after %i bytes, leaves complete files', async (k) => {
    const life = await live({}, (disk) => disk.writeShort(k))
    await expectNothingLost(life, `writes of ${k} bytes`)
    expect(life.opened.account.stats.droppedByReason).toEqual({ damaged: 1 }) // as it was left
    expect(life.ledger.mostCopies).toBe(1)
  })

  it('once, after any number of bytes, leaves complete files', async () => {
    const { folder, disk, opened, ledger } = aWorld({})
    for (let k = 1; k < oneBatch().size; k++) {
      writeShortAt(disk, k)
      const items = [ledger.issue()]
      expect(opened.spool.put({ items })).toBe('stored')
      ledger.promised(items)
    }
    await deliverAll(folder, [opened], ledger)
    expect([ledger.missing, ledger.invented, opened.account.stats.dropped]).toEqual([[], [], 0])
  })

  it('of 0 bytes is a refusal, and not an endless loop', () => {
    const { disk, opened, ledger } = aWorld({})
    disk.writeShort(0)
    expect(opened.spool.put({ items: [ledger.issue()] })).toBe('refused')
  })
})

describe('a directory that is deleted', () => {
  it('between any two steps does not affect the next ones', async () => {
    for (let step = 0; step < 12; step++) {
      const world = aWorld({})
      let steps = 0
      await liveIn(world, () => {
        if (steps++ === step) rmSync(spoolFolder(world.folder), { recursive: true, force: true })
      })
      expect(await worksWithinAMinute(world)).toBe(true)
      expect([step, isBalanced(world.opened)]).toEqual([step, true])
    }
  })
})

describe('a slow disk', () => {
  it('is not used for half a minute after one write, which counts', async () => {
    const { disk, clock, opened, ledger } = aWorld({})
    disk.slow(clock, 1_001, { of: 'writeSync', times: 1 })
    expect(opened.spool.put({ items: [ledger.issue()] })).toBe('stored')
    const calls = disk.calls.length
    expect(opened.spool.put({ items: [ledger.issue()] })).toBe('refused')
    expect([disk.calls.length, opened.spool.accepts, opened.spool.contents.state]).toEqual([calls, false, 'suspended'])
    clock.advance(30_000)
    expect(opened.spool.put({ items: [ledger.issue()] })).toBe('stored')
  })

  it.each(FUNCTIONS)('with every %s loses nothing that was safe', async (of) => {
    const life = await live({}, (disk, clock) => disk.slow(clock, 150, { of }))
    await expectNothingLost(life, `a slow ${of}`)
  })
})

// --- helpers, in order of use ---

/** Without syncing, which takes longer than everything else, and matters only at a power loss. */
const withoutSync: FileSystem = { ...systemFiles, fdatasyncSync: () => {}, fsyncSync: () => {} }

type World = ReturnType<typeof aWorld>

function aWorld(options: Partial<FileSpoolOptions>) {
  const [folder, clock, disk] = [aFolder(), new ManualClock(), faultyFiles(withoutSync)]
  const opened = openFileSpool(folder, options, { clock, files: disk.files })
  const troubles = opened.troubles
  const journal = new Journal({
    directory: new SpoolDirectory([{ base: folder, levels: ['spool'] }], disk.files),
    clock,
    files: disk.files,
    isSynced: options.isSynced === true,
    maxBytes: 16_777_216,
    onTrouble: (error) => troubles.push(error),
  })
  return { folder, clock, disk, opened, journal, ledger: new Ledger() }
}

/** A whole scenario with faults from its beginning, in a directory with files of other processes. */
async function live(
  options: Partial<FileSpoolOptions>,
  disturb: (disk: FaultyFiles<FileSystem>, clock: ManualClock) => void,
): Promise<World> {
  const world = aWorld(options)
  leaveSomething(world)
  disturb(world.disk, world.clock)
  await liveIn(world, () => {})
  return world
}

function leaveSomething({ folder, clock, ledger }: World): void {
  const [ready, damaged, journalled] = [
    [ledger.issue(), ledger.issue()],
    [ledger.issue(), ledger.issue()],
    [ledger.issue()],
  ]
  const timeMs = clock.epochMs()
  leaveFile(folder, readyName(aSpoolFile({ timeMs, items: 2 })), fileOf(ready))
  leaveFile(folder, readyName(aSpoolFile({ timeMs, items: 2 })), fileOf(damaged).subarray(0, -5))
  leaveFile(
    folder,
    leasedName(aSpoolFile({ kind: 'journal', timeMs, items: 0, bytes: 0 }), {
      untilMs: timeMs + 60_000,
      owner: anOwner('dead'),
    }),
    journalled.map(journalRecord).join(''),
  )
  ledger.promised([...ready, ...damaged.slice(0, 1), ...journalled])
}

/** Every operation of a spool and a journal. None of them may throw. */
async function liveIn({ clock, opened: { spool, account }, journal, ledger }: World, pause: () => void): Promise<void> {
  const put = (items: readonly SerializedEnvelope[]) => {
    if (spool.put({ items }) === 'stored') ledger.promised(items)
  }
  const append = (sequence: number) => {
    const item = ledger.issue()
    item.sequence = sequence
    journal.append(item, sequence)
    return item
  }
  pause()
  spool.refresh()
  pause()
  const appended = [append(1), append(2)]
  pause()
  for (let i = 0; i < 4; i++) put([ledger.issue(), ledger.issue(3)])
  pause()
  const claims = [await spool.claim(), await spool.claim(), await spool.claim(), await spool.claim()]
  pause()
  clock.advance(20_000)
  pause()
  const [acked, released, partly, kept] = claims
  ledger.delivered(acked?.batch.items ?? [])
  acked?.ack()
  account.sent(acked?.batch.items ?? [])
  pause()
  released?.release(released.batch)
  if (partly !== undefined) {
    ledger.delivered(partly.batch.items.slice(0, 1))
    account.sent(partly.batch.items.slice(0, 1))
    if (partly.batch.items.length === 1) partly.ack()
    else partly.release({ items: partly.batch.items.slice(1) })
  }
  pause()
  const held = { items: [ledger.issue()] }
  const hold = spool.hold(held)
  if (hold !== undefined) {
    ledger.promised(held.items)
    hold.release(held)
  }
  pause()
  spool.quarantine([ledger.issue()])
  journal.settled(appended)
  clock.advance(2_000)
  append(3)
  pause()
  spool.refresh()
  if (kept !== undefined) kept.release(kept.batch)
  pause()
  journal.close()
}

async function expectNothingLost(world: World, fault: string): Promise<void> {
  const { folder, opened, ledger, disk, clock } = world
  // A partial file is removed at once, unless removing fails.
  const mayLeaveHalfFiles = disk.calls.length > 0 && /unlinkSync|^E[A-Z]+$/.test(fault)
  const half = filesIn(folder).filter((name) => name.endsWith('.tmp'))
  if (!mayLeaveHalfFiles) expect([fault, half]).toEqual([fault, []])
  expect([fault, await worksWithinAMinute(world)]).toEqual([fault, true])
  for (let i = 0; i < 13; i++) {
    clock.advance(5_000)
    opened.spool.refresh()
  }
  await deliverAll(folder, [opened], ledger)
  const lost = ledger.missing.length - opened.account.stats.dropped
  expect([fault, lost > 0 ? ledger.missing : [], ledger.invented]).toEqual([fault, [], []])
  expect([fault, ledger.mostCopies <= 2]).toEqual([fault, true])
  expect([fault, isBalanced(opened)]).toEqual([fault, true])
  const left = readdirSync(join(folder, 'spool')).filter((name) => name !== 'bad' && !name.endsWith('.tmp'))
  expect([fault, left.filter((name) => !name.startsWith('1j'))]).toEqual([fault, []])
}

async function worksWithinAMinute({ disk, clock, opened: { spool }, ledger }: World): Promise<boolean> {
  disk.heal()
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 5_000) {
    const items = [ledger.issue()]
    if (spool.put({ items }) === 'stored') {
      ledger.promised(items)
      return true
    }
    clock.advance(5_000)
    spool.refresh()
  }
  return false
}

function fileOf(items: readonly SerializedEnvelope[]): Buffer {
  return Buffer.concat(partsOf(items))
}

function partsOf(items: readonly SerializedEnvelope[]): readonly [header: Buffer, body: Buffer] {
  return encodeBatchFile({ body: encodeLines(items), encoding: 'identity', items: items.length })
}

function oneBatch(): { readonly header: number; readonly size: number } {
  const [header, body] = partsOf([new Ledger().issue()])
  return { header: header.length, size: header.length + body.length }
}

/** One write of a batch of one item ends after `bytes` of the file. Returns the index of that write. */
function writeShortAt(disk: FaultyFiles<FileSystem>, bytes: number): number {
  const { header } = oneBatch()
  if (bytes <= header) disk.writeShort(bytes, { times: 1 })
  else disk.writeShort(bytes - header, { nth: 2, times: 1 })
  return bytes <= header ? 1 : 2
}
