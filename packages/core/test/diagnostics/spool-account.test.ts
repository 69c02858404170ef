import { expect, it } from '@jest/globals'
import { Drops, OnDrops } from '../../src/diagnostics/drops'
import { ItemEnds } from '../../src/diagnostics/item-ends'
import { SpoolAccount } from '../../src/diagnostics/spool-account'
import { anItem } from '../builders'

function setup() {
  const rejectedByStatus: Record<number, number> = {}
  const ends = new ItemEnds()
  return { account: new SpoolAccount(new Drops(new OnDrops()), rejectedByStatus, ends), rejectedByStatus, ends }
}

it('counts the items of files that were removed unread as read, so that the sum holds', () => {
  const { account } = setup()
  account.lost('spool-full', 3)
  account.lost('expired', 0)
  expect(account.stats).toEqual({
    read: 3,
    drained: 0,
    dropped: 3,
    left: 0,
    droppedByReason: { 'spool-full': 3 },
  })
})

it('counts every item that was read as drained, dropped or left', () => {
  const { account, rejectedByStatus } = setup()
  expect(account.hasDrained).toBe(false)
  account.read = 6
  account.inHand = 2
  account.returned = 1
  account.sent([anItem('a')])
  account.dropped('expired', [anItem('b')])
  account.rejected([{ item: anItem('c'), statusCode: 400 }])
  expect(account.hasDrained).toBe(true)
  expect(account.stats).toMatchObject({ read: 6, drained: 1, dropped: 2, left: 3 })
  expect(account.stats.droppedByReason).toEqual({ expired: 1, rejected: 1 })
  expect(rejectedByStatus).toEqual({ 400: 1 })
})

it('counts the ends of items that this process has spooled', () => {
  const { account, ends } = setup()
  account.sent([Object.assign(anItem('a'), { sequence: 1 })])
  account.dropped('expired', [Object.assign(anItem('b'), { sequence: 2 })])
  account.endedUnread('elsewhere', () => 3)
  expect(ends.unreported().totals).toEqual({ sent: 1, dropped: 1, elsewhere: 3 })
})
