import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { leasedName, readName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
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
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

const HOUR_MS = 3_600_000
/** Longer than a lease. */
const LEASE_IS_OVER_MS = 60_001

describe('a lease', () => {
  it.each(['living', 'elsewhere'] as const)('of a process that is %s is respected until it expires', async (kind) => {
    const { opened, clock } = openBesideLease(anOwner(kind), 60_000)
    clock.advance(60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    clock.advance(1)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('of a dead process expires at once', async () => {
    const { opened } = openBesideLease(anOwner('dead'), 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it.each([
    ['an hour back', -HOUR_MS],
    ['ten years back', -10 * 365 * 24 * HOUR_MS],
    ['an hour forward', HOUR_MS],
  ])('expires if the clock was set %s', async (_, byMs) => {
    const { opened, clock } = openBesideLease(anOwner('elsewhere'), 600_000)
    clock.jump(byMs)
    opened.spool.refresh()
    clock.advance(CLOCK_IS_PROVEN_MS)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('lasts ten minutes at most after the clock was set back', async () => {
    const { opened, clock } = openBesideLease(anOwner('living'), 60_000)
    clock.jump(-5 * 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    clock.advance(10 * 60_000)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([['leased']])
  })

  it('is renewed while its process lives, and no other process gets the batch', async () => {
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

  it('of a batch in flight is like any other', async () => {
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

  it('that was lost belongs to another process: neither ack nor release touches the file', async () => {
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

  it('is renewed after a failure of the disk', async () => {
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

  it('of a delivered batch ends when the disk removes the file, and the batch is not sent again', async () => {
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

// --- helpers, in order of use ---

/** A spool in a folder with a batch that `owner` has leased. */
function openBesideLease(owner: string, forMs: number) {
  const [folder, clock] = [aFolder(), new ManualClock()]
  const lease = { untilMs: clock.epochMs() + forMs, owner }
  leaveFile(folder, leasedName(aSpoolFile({ timeMs: clock.epochMs() }), lease), batchFileOf('leased'))
  return { opened: openFileSpool(folder, {}, { clock }), clock }
}
