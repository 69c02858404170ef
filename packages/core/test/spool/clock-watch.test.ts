import { ManualClock } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { ClockWatch } from '../../src/spool/clock-watch'
import { leasedName, readyName } from '../../src/spool/file-name'
import {
  aFolder,
  anOwner,
  aSpoolFile,
  batchFileOf,
  CLOCK_IS_PROVEN_MS,
  drained,
  filesIn,
  leaveFile,
  openFileSpool,
} from './open-file-spool'

const DAYS_MS = 24 * 3_600_000

it('proves a clock after a minute, and trusts it until it jumps', () => {
  const clock = new ManualClock()
  const watch = new ClockWatch(clock)
  expect([watch.isTrusted, watch.isProven]).toEqual([true, false])
  clock.advance(CLOCK_IS_PROVEN_MS)
  expect([watch.isTrusted, watch.isProven]).toEqual([true, true])
  clock.jump(3 * DAYS_MS)
  expect([watch.isTrusted, watch.isProven]).toEqual([false, false])
  clock.advance(CLOCK_IS_PROVEN_MS - 1)
  expect([watch.isTrusted, watch.isProven]).toEqual([false, false])
  clock.advance(1)
  expect([watch.isTrusted, watch.isProven]).toEqual([true, true])
})

it('trusts a clock that is corrected by seconds', () => {
  const clock = new ManualClock()
  const watch = new ClockWatch(clock)
  clock.advance(CLOCK_IS_PROVEN_MS)
  clock.jump(-10_000)
  expect(watch.isProven).toBe(true)
})

it('keeps batches and leases while the clock is three days ahead for a second', async () => {
  const [folder, clock] = [aFolder(), new ManualClock()]
  const content = batchFileOf('waits')
  leaveFile(folder, readyName(aSpoolFile({ timeMs: clock.epochMs(), bytes: content.length })), content)
  const journal = aSpoolFile({ kind: 'journal', timeMs: clock.epochMs(), items: 0, bytes: 0 })
  const lease = { untilMs: clock.epochMs() + 300_000, owner: anOwner('living') }
  const leased = leaveFile(folder, leasedName(journal, lease), '')
  const opened = openFileSpool(folder, {}, { clock })
  clock.advance(2 * CLOCK_IS_PROVEN_MS)
  opened.spool.refresh()
  clock.jump(3 * DAYS_MS)
  for (let i = 0; i < 3; i++) {
    opened.spool.refresh()
    clock.advance(1_000)
  }
  clock.jump(-3 * DAYS_MS)
  opened.spool.refresh()
  expect(opened.account.stats.dropped).toBe(0)
  expect(await drained(opened)).toEqual([['waits']])
  expect(filesIn(folder)).toEqual([leased])
})
