import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Diagnostics } from '../../src/diagnostics/diagnostics'
import { DeliveryError } from '../../src/errors'
import { anItem } from '../builders'

const NOW = { queued: 0, inFlight: 0 }

beforeEach(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

afterEach(() => {
  jest.restoreAllMocks()
})

describe('stats', () => {
  it('counts each outcome of items, separately for memory and disk', () => {
    const diagnostics = new Diagnostics()
    diagnostics.sent([anItem('a'), anItem('b')])
    diagnostics.spooled([anItem('c')])
    diagnostics.rejected([{ item: anItem('d'), statusCode: 400 }])
    diagnostics.spool.sent([anItem('c')])
    expect(diagnostics.stats(NOW)).toMatchObject({
      ...{ sent: 2, spooled: 1, dropped: 1, droppedByReason: { rejected: 1 }, rejectedByStatus: { 400: 1 } },
      ...{ spool: { state: 'off', drained: 1 }, breaker: 'closed' },
    })
  })

  it('counts truncations, dropped measurements and filtered items', () => {
    const diagnostics = new Diagnostics()
    diagnostics.cut({ truncated: 2, measurementsDropped: 1 })
    diagnostics.filtered('sampling')
    diagnostics.filtered('sampling')
    diagnostics.droppedUnserialized('too-large', 3)
    expect(diagnostics.stats(NOW)).toMatchObject({
      ...{ truncated: 2, measurementsDropped: 1, filtered: { sampling: 2 } },
      ...{ droppedByReason: { 'too-large': 1 }, droppedBySeverity: { 3: 1 } },
    })
  })
})

describe('errors', () => {
  it('reach lastError and each onError until it is removed, even if another one throws', () => {
    const diagnostics = new Diagnostics()
    const errors: Error[] = []
    diagnostics.onError(() => {
      throw new Error('its mistake')
    })
    const stop = diagnostics.onError((error) => errors.push(error))
    const error = new DeliveryError('no answer')
    diagnostics.failed(error)
    stop()
    diagnostics.failed(new DeliveryError('still none'))
    expect(errors).toEqual([error])
    expect(diagnostics.stats(NOW).lastError?.message).toBe('still none')
  })

  it('of the application are reported at most once a second for each source', () => {
    const diagnostics = new Diagnostics()
    const messages: string[] = []
    diagnostics.onError(({ message }) => messages.push(message))
    for (let i = 0; i < 3; i++) diagnostics.processorFailed(new Error('processor'))
    diagnostics.itemFailed('item')
    diagnostics.functionFailed('A span exporter', 42)
    expect(messages).toEqual(['processor', 'item', 'A value of type number was thrown.'])
    expect(diagnostics.stats(NOW).processorErrors).toBe(3)
  })

  it('of the application do not replace the last trouble with endpoint or disk', () => {
    const diagnostics = new Diagnostics()
    diagnostics.failed(new DeliveryError('status 503'))
    diagnostics.itemFailed(new Error('password=canary'))
    expect(diagnostics.lastTrouble).toBe('status 503')
  })
})

it('tells a listener how items left memory, until it is removed', () => {
  const diagnostics = new Diagnostics()
  const settlements: unknown[] = []
  const stop = diagnostics.onSettled((settlement, items) => settlements.push([settlement, items.length]))
  diagnostics.sent([anItem(), anItem()])
  diagnostics.spooled([anItem()])
  diagnostics.dropped('exit', [anItem()])
  stop()
  diagnostics.sent([anItem()])
  expect(settlements).toEqual([
    ['sent', 2],
    ['spooled', 1],
    ['dropped', 1],
  ])
})
