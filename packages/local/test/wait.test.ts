import { afterEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../src'
import { aMessage, anEnvelope, postEnvelopes } from './an-envelope'

let running: LocalApplicationInsights | undefined

async function start(): Promise<LocalApplicationInsights> {
  running = await startLocal({ port: 0 })
  return running
}

afterEach(async () => running?.close())

describe('waitForCounts', () => {
  it('resolves immediately if there are enough rows', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])

    expect(await local.waitForCounts({ traces: 1 }, { timeoutMs: 1_000 })).toMatchObject({ traces: 2 })
  })

  it('resolves as soon as every named table has enough rows', async () => {
    const local = await start()
    const counts = local.waitForCounts({ traces: 3, customEvents: 1 })
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])
    await postEnvelopes(local.url, [anEnvelope('EventData', { name: 'n' })])
    await postEnvelopes(local.url, [aMessage('c')])

    expect(await counts).toMatchObject({ traces: 3, customEvents: 1 })
  })

  it('rejects at the timeout and names the missing rows', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a')])

    await expect(
      local.waitForCounts({ traces: 1, exceptions: 2, requests: 1 }, { timeoutMs: 20 }),
    ).rejects.toMatchObject({
      code: 'AZMON_LOCAL_COUNTS_TIMEOUT',
      message: expect.stringContaining('at least 2 rows in exceptions, found 0; at least 1 row in requests, found 0'),
    })
  })

  it('rejects when it is closed', async () => {
    const local = await start()
    const counts = local.waitForCounts({ traces: 1 })
    await Promise.all([
      expect(counts).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' }),
      local.counts().then(() => local.close()),
    ])
  })
})

describe('waitFor', () => {
  it('resolves with the newest row that matches, as soon as it arrives', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('first'), aMessage('other')])
    const row = local.waitFor('traces', ({ message }) => message?.startsWith('second') === true)
    await postEnvelopes(local.url, [anEnvelope('EventData', { name: 'second' })])
    await postEnvelopes(local.url, [aMessage('second')])

    expect(await row).toMatchObject({ message: 'second' })
    expect(await local.waitFor('customEvents')).toMatchObject({ name: 'second' })
    expect(await local.waitFor('traces', async ({ message }) => message === 'first')).toMatchObject({
      message: 'first',
    })
  })

  it('rejects at the timeout and says how many rows do not match', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])

    await expect(local.waitFor('traces', () => false, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_ROW_TIMEOUT',
      message: expect.stringContaining('expected a row in traces that matches, found 2 that do not'),
    })
  })

  it('rejects with the error of the function', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a')])
    const fails = () => {
      throw new RangeError('no such field')
    }
    await expect(local.waitFor('traces', fails)).rejects.toThrow('no such field')
  })
})

describe('clear', () => {
  it('removes all rows, so that only later ones are found', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('before'), anEnvelope('EventData', { name: 'before' })])
    await local.clear()
    expect(Object.values(await local.counts()).every((rows) => rows === 0)).toBe(true)

    await postEnvelopes(local.url, [aMessage('after')])
    expect(await local.waitFor('traces')).toMatchObject({ message: 'after' })
  })
})
