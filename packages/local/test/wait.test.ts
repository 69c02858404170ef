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
    expect(await local.waitFor('customEvents', () => true)).toMatchObject({ name: 'second' })
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

describe('waitFor with a query', () => {
  it('resolves with its rows as soon as it has any', async () => {
    const local = await start()
    const rows = local.waitFor<{ n: number }>(
      'traces | where message startswith "b" | summarize n = count() | where n > 1',
    )
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b1')])
    await postEnvelopes(local.url, [aMessage('b2')])

    expect(await rows).toEqual([{ n: 2 }])
  })

  it('rejects at the timeout and says what was stored and rejected instead', async () => {
    const local = await start()
    await postEnvelopes(local.url, [aMessage('a'), anEnvelope('EventData', {}), anEnvelope('Unknown', {})])

    await expect(local.waitFor('requests | where success == false', { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_ROW_TIMEOUT',
      message: expect.stringMatching(
        /^Timed out after 50 ms: expected a row of the query, found none\. Rows per table: traces 1\. Items rejected: 2, last Unknown: 107: .*; EventData: .* Flush/,
      ),
    })
  })

  it('rejects at once if the query is wrong', async () => {
    const local = await start()
    await expect(local.waitFor('traces | where mesage == 1')).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' })
  })
})

describe('reset', () => {
  it('removes all rows and rejected items, so that only later ones are found', async () => {
    const local = await start()
    await postEnvelopes(local.url, [
      aMessage('before'),
      anEnvelope('EventData', { name: 'before' }),
      { no: 'envelope' },
    ])
    await local.reset()
    expect(Object.values(await local.counts()).every((rows) => rows === 0)).toBe(true)
    await expect(local.waitForCounts({ traces: 1 }, { timeoutMs: 20 })).rejects.toMatchObject({
      message: expect.not.stringContaining('rejected'),
    })

    await postEnvelopes(local.url, [aMessage('after')])
    expect(await local.waitFor('traces | project message')).toEqual([{ message: 'after' }])
  })
})
