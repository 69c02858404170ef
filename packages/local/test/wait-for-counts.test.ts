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
