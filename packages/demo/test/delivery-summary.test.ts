import type { Stats } from '@azmon/core'
import { expect, it } from '@jest/globals'
import { summarizeDelivery } from '../src/delivery-summary'

const stats = (overrides: object) =>
  ({
    ...{ received: 0, dropped: 0, queued: 0, inFlight: 0, spooled: 0, spool: { drained: 0, dropped: 0 } },
    ...overrides,
  }) as Stats

it('adds up several services', () => {
  const services = [
    stats({ received: 10, dropped: 1, queued: 2, inFlight: 1 }),
    stats({ received: 5, spooled: 3, spool: { drained: 1, dropped: 0 }, lastError: new Error('down') }),
  ]
  expect(summarizeDelivery(services)).toEqual({ waiting: 5, dropped: 1, sent: 9, lastError: 'down' })
})

it('does not count items of an earlier run that were drained from disk', () => {
  expect(summarizeDelivery([stats({ received: 2, spool: { drained: 7, dropped: 0 } })])).toMatchObject({
    waiting: 0,
    sent: 2,
  })
})
