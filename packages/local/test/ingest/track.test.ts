import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { AcceptedItem } from '../../src/ingest/check-item'
import { type TrackOptions, track } from '../../src/ingest/track'
import { StoreBusy, StoreFull } from '../../src/store/store'
import { aMessage } from '../an-envelope'

const good = JSON.stringify(aMessage('good'))

/** Stores all accepted items, unless the options say otherwise. */
async function trackAll(body: string, options: Partial<TrackOptions> = {}) {
  const stored: AcceptedItem[] = []
  const storeItems = async (items: readonly AcceptedItem[]) => void stored.push(...items)
  const result = await track(body, {
    nowMs: Date.now(),
    isKnownKey: () => true,
    takeItems: () => true,
    storeItems,
    ...options,
  })
  return { ...result, stored }
}

async function summaryOf(body: string, options?: Partial<TrackOptions>) {
  const { statusCode, response, stored } = await trackAll(body, options)
  return {
    statusCode,
    received: response.itemsReceived,
    accepted: stored.length,
    at: response.errors.map((e) => e.index),
  }
}

describe('a body', () => {
  it.each([
    ['a JSON array', `[${good},${good}]`, 2],
    ['one JSON object per line', `${good}\n${good}\r\n\n${good}\n`, 3],
    ['one JSON object over many lines', JSON.stringify(aMessage('good'), null, 2), 1],
  ])('can be %s', async (_, body, count) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 200, received: count, accepted: count, at: [] })
  })

  it.each(['', ' \n ', '[', `[${good}`, '[1'])('is rejected as a whole if it is %p', async (body) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 400, received: 0, accepted: 0, at: [0] })
  })

  it('is rejected as a whole if it has more items than the service accepts', async () => {
    expect((await summaryOf('1\n'.repeat(64_001))).statusCode).toBe(413)
    expect((await summaryOf(`[${'1,'.repeat(64_000)}1]`)).statusCode).toBe(413)
    expect((await summaryOf('1\n'.repeat(64_000))).received).toBe(64_000)
  })

  const members = '"":0,'.repeat(6_000_000)

  it.each([
    ['one object', `{${members}"":0}`, 1],
    ['one object over many lines', `{\n${members}\n"":0}`, 1],
    ['one object, not closed', `{${members}`, 1],
    ['an array of one object', `[{${members}"":0}]`, 1],
    ['an array of one array', `[[${'0,'.repeat(15_000_000)}0]]`, 1],
    ['objects in objects', `${'{"":'.repeat(6_000_000)}0${'}'.repeat(6_000_000)}`, 1],
    ['a key of 30 MB', `{"${'k'.repeat(30_000_000)}":0}`, 1],
  ])('of 30 MB that is %s is rejected without being parsed', async (_, body, received) => {
    const heapBefore = process.memoryUsage().heapUsed
    const cpuBefore = process.cpuUsage()
    expect(await summaryOf(body)).toMatchObject({ statusCode: 400, received, accepted: 0 })
    const { user, system } = process.cpuUsage(cpuBefore)
    expect((user + system) / 1_000).toBeLessThan(2_000)
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100 * 1_048_576)
  })

  it('of many items does not block the event loop', async () => {
    let turns = 0
    const count = () => {
      turns++
      turn = setImmediate(count)
    }
    let turn = setImmediate(count)
    await summaryOf(`${good}\n`.repeat(20_000))
    clearImmediate(turn)
    expect(turns).toBeGreaterThanOrEqual(20)
  })

  it('is rejected if its number of items exceeds the rate limit', async () => {
    const takeItems = (count: number) => count < 2
    expect((await summaryOf(good, { takeItems })).statusCode).toBe(200)
    expect((await summaryOf(`${good}\n${good}`, { takeItems })).statusCode).toBe(429)
  })

  it.each(['0,', '{},', '[],', '"",'])('of millions of %s is rejected without creating objects', async (element) => {
    const body = `[${element.repeat(5_000_000)}0]`
    const before = process.memoryUsage().heapUsed
    expect((await summaryOf(body)).statusCode).toBe(413)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1_048_576)
  })
})

describe('an item', () => {
  it('is rejected alone if it is not JSON, and named by its index', async () => {
    expect(await summaryOf(`${good}\n{"broken":\n${good}\nnull`)).toEqual({
      statusCode: 206,
      received: 4,
      accepted: 2,
      at: [1, 3],
    })
  })

  it.each([
    ['brackets and commas inside strings', `[{"a":"]},{[\\"\\\\"},${good}]`, 2, [0]],
    ['nothing between its commas', `[${good},,${good}]`, 3, [1]],
    ['no JSON in one of them', `[${good},{"a":nope},${good}]`, 3, [1]],
    ['nothing at all', '[ ]', 0, []],
  ])('is found in an array with %s', async (_, body, received, at) => {
    expect(await summaryOf(body)).toMatchObject({ received, at })
  })

  const tooLong = JSON.stringify({ ...aMessage('m'), padding: 'é'.repeat(32_768) })

  it.each([
    ['in a line', `${tooLong}\n${good}`],
    ['in an array', `[${tooLong},${good}]`],
  ])('is rejected alone %s if it exceeds 65,536 bytes', async (_, body) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 206, received: 2, accepted: 1, at: [0] })
    expect((await trackAll(body)).response.errors[0]?.message).toBe('Telemetry item length must not exceed 65536')
  })

  it('can have up to 65,536 bytes', async () => {
    const bare = { ...aMessage('m'), padding: '' }
    const padding = 'x'.repeat(65_536 - Buffer.byteLength(JSON.stringify(bare)))

    expect((await summaryOf(`${JSON.stringify({ ...bare, padding })}\n${good}`)).accepted).toBe(2)
    expect((await summaryOf(`${JSON.stringify({ ...bare, padding: `${padding}x` })}\n${good}`)).accepted).toBe(1)
  })

  it('is rejected alone if it is nested too deeply', async () => {
    const deep = `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`

    expect(await summaryOf(`[${deep},${good}]`)).toMatchObject({ received: 2, accepted: 1, at: [0] })
  })

  const value = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

  it.each([
    ['a depth of 64', `{"a":${value(63)}}`, 'required'],
    ['a depth of 65', `{"a":${value(64)}}`, '8192 values or a depth of 64'],
    ['8,192 values', `[${'0,'.repeat(8_190)}0]`, 'Envelope'],
    ['8,193 values', `[${'0,'.repeat(8_192)}0]`, '8192 values or a depth of 64'],
  ])('with %s', async (_, item, message) => {
    expect((await trackAll(`[${item}]`)).response.errors).toEqual([
      { index: 0, statusCode: 400, message: expect.stringContaining(message) },
    ])
  })

  it('gets a retryable status if it cannot be stored', async () => {
    const storeItems = () => Promise.reject(new Error('the disk is full'))
    expect(await summaryOf(`null\n${good}`, { storeItems })).toMatchObject({ statusCode: 206, at: [0, 1] })
    expect(await trackAll(good, { storeItems })).toMatchObject({
      statusCode: 503,
      response: {
        itemsReceived: 1,
        itemsAccepted: 0,
        errors: [{ index: 0, statusCode: 503, message: 'The item could not be stored. Send it again.' }],
      },
    })
  })

  it.each([
    [429, new StoreBusy()],
    [439, new StoreFull()],
  ])('gets status %i while the store refuses rows', async (statusCode, reason) => {
    const storeItems = () => Promise.reject(reason)
    expect(await trackAll(good, { storeItems })).toMatchObject({
      statusCode,
      response: { errors: [{ index: 0, statusCode }] },
    })
  })

  it('determines the status if nothing is accepted', async () => {
    expect((await summaryOf(`null\n{"broken":`)).statusCode).toBe(400)
  })
})

it('accounts for every item of any body and never throws', async () => {
  const line = fc.oneof(fc.constant(good), fc.json(), fc.string())
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const { response, stored } = await trackAll(lines.join('\n'))
      expect(response.itemsAccepted).toBe(stored.length)
      if (response.itemsReceived > 0)
        expect(response.itemsAccepted + response.errors.length).toBe(response.itemsReceived)
    }),
  )
})
