import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Envelope } from '../../src/ingest/check-item'
import { type TrackOptions, track } from '../../src/ingest/track'
import { aMessage } from '../an-envelope'

const good = JSON.stringify(aMessage('good'))

/** Keeps everything, unless it is told otherwise. */
async function trackAll(body: string, options: Partial<TrackOptions> = {}) {
  const kept: Envelope[] = []
  const keep = async (envelopes: readonly Envelope[]) => void kept.push(...envelopes)
  const verdict = await track(body, { nowMs: Date.now(), takeItems: () => true, keep, ...options })
  return { ...verdict, kept }
}

async function summaryOf(body: string, options?: Partial<TrackOptions>) {
  const { statusCode, answer, kept } = await trackAll(body, options)
  return { statusCode, received: answer.itemsReceived, accepted: kept.length, at: answer.errors.map((e) => e.index) }
}

describe('a body', () => {
  it.each([
    ['a JSON array', `[${good},${good}]`, 2],
    ['JSON objects, one a line', `${good}\n${good}\r\n\n${good}\n`, 3],
    ['one JSON object over many lines', JSON.stringify(aMessage('good'), null, 2), 1],
  ])('may be %s', async (_, body, count) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 200, received: count, accepted: count, at: [] })
  })

  it.each(['', ' \n ', '[', `[${good}`, '[1'])('is refused as a whole when it is %p', async (body) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 400, received: 0, accepted: 0, at: [0] })
  })

  it('is refused as a whole when it has more items than the service takes', async () => {
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
  ])('of 30 MB that is %s is refused without being parsed', async (_, body, received) => {
    const heapBefore = process.memoryUsage().heapUsed
    const cpuBefore = process.cpuUsage()
    expect(await summaryOf(body)).toMatchObject({ statusCode: 400, received, accepted: 0 })
    const { user, system } = process.cpuUsage(cpuBefore)
    expect((user + system) / 1_000).toBeLessThan(2_000)
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100 * 1_048_576)
  })

  it('of many items leaves other work its turns', async () => {
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

  it('is refused when so many items may not be looked at', async () => {
    const takeItems = (count: number) => count < 2
    expect((await summaryOf(good, { takeItems })).statusCode).toBe(200)
    expect((await summaryOf(`${good}\n${good}`, { takeItems })).statusCode).toBe(429)
  })

  it.each(['0,', '{},', '[],', '"",'])(
    'of millions of %s is refused without making objects of them',
    async (element) => {
      const body = `[${element.repeat(5_000_000)}0]`
      const before = process.memoryUsage().heapUsed
      expect((await summaryOf(body)).statusCode).toBe(413)
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1_048_576)
    },
  )
})

describe('an item', () => {
  it('costs only itself when it is no JSON, and is named by its place in the request', async () => {
    expect(await summaryOf(`${good}\n{"broken":\n${good}\nnull`)).toEqual({
      statusCode: 206,
      received: 4,
      accepted: 2,
      at: [1, 3],
    })
  })

  it.each([
    ['brackets and commas inside its texts', `[{"a":"]},{[\\"\\\\"},${good}]`, 2, [0]],
    ['nothing between its commas', `[${good},,${good}]`, 3, [1]],
    ['no JSON in one of them', `[${good},{"a":nope},${good}]`, 3, [1]],
    ['nothing at all', '[ ]', 0, []],
  ])('of an array is found where the array has %s', async (_, body, received, at) => {
    expect(await summaryOf(body)).toMatchObject({ received, at })
  })

  const tooLong = JSON.stringify({ ...aMessage('m'), padding: 'é'.repeat(32_768) })

  it.each([
    ['in a line', `${tooLong}\n${good}`],
    ['in an array', `[${tooLong},${good}]`],
  ])('costs only itself %s when it exceeds 65,536 bytes', async (_, body) => {
    expect(await summaryOf(body)).toEqual({ statusCode: 206, received: 2, accepted: 1, at: [0] })
    expect((await trackAll(body)).answer.errors[0]?.message).toBe('Telemetry item length must not exceed 65536')
  })

  it('may be as long as 65,536 bytes', async () => {
    const bare = { ...aMessage('m'), padding: '' }
    const padding = 'x'.repeat(65_536 - Buffer.byteLength(JSON.stringify(bare)))

    expect((await summaryOf(`${JSON.stringify({ ...bare, padding })}\n${good}`)).accepted).toBe(2)
    expect((await summaryOf(`${JSON.stringify({ ...bare, padding: `${padding}x` })}\n${good}`)).accepted).toBe(1)
  })

  it('costs only itself when it is nested too deep to be written', async () => {
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
    expect((await trackAll(`[${item}]`)).answer.errors).toEqual([
      { index: 0, statusCode: 400, message: expect.stringContaining(message) },
    ])
  })

  it('is to be sent again when it cannot be kept', async () => {
    const keep = () => Promise.reject(new Error('the disk is full'))
    expect(await summaryOf(`null\n${good}`, { keep })).toMatchObject({ statusCode: 206, at: [0, 1] })
    expect(await trackAll(good, { keep })).toMatchObject({
      statusCode: 503,
      answer: {
        itemsReceived: 1,
        itemsAccepted: 0,
        errors: [{ index: 0, statusCode: 503, message: 'The item could not be stored. Send it again.' }],
      },
    })
  })

  it('decides the status when nothing is accepted', async () => {
    expect((await summaryOf(`null\n{"broken":`)).statusCode).toBe(400)
  })
})

it('answers for every item of any body, and never throws', async () => {
  const line = fc.oneof(fc.constant(good), fc.json(), fc.string())
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const { answer, kept } = await trackAll(lines.join('\n'))
      expect(answer.itemsAccepted).toBe(kept.length)
      if (answer.itemsReceived > 0) expect(answer.itemsAccepted + answer.errors.length).toBe(answer.itemsReceived)
    }),
  )
})
