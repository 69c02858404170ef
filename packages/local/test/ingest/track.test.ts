import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { track } from '../../src/ingest/track'
import { aMessage } from '../an-envelope'

const good = JSON.stringify(aMessage('good'))

function summaryOf(body: string) {
  const { statusCode, answer, envelopes } = track(body, Date.now())
  return {
    statusCode,
    received: answer.itemsReceived,
    accepted: envelopes.length,
    at: answer.errors.map((e) => e.index),
  }
}

describe('a body', () => {
  it.each([
    ['a JSON array', `[${good},${good}]`, 2],
    ['JSON objects, one a line', `${good}\n${good}\r\n\n${good}\n`, 3],
    ['one JSON object over many lines', JSON.stringify(aMessage('good'), null, 2), 1],
  ])('may be %s', (_, body, count) => {
    expect(summaryOf(body)).toEqual({ statusCode: 200, received: count, accepted: count, at: [] })
  })

  it.each(['', ' \n ', '[', `[${good}`, '[1'])('is refused as a whole when it is %p', (body) => {
    expect(summaryOf(body)).toEqual({ statusCode: 400, received: 0, accepted: 0, at: [0] })
  })

  it('is refused as a whole when it has more items than the service takes', () => {
    expect(summaryOf('1\n'.repeat(64_001)).statusCode).toBe(413)
    expect(summaryOf(`[${'1,'.repeat(64_000)}1]`).statusCode).toBe(413)
    expect(summaryOf('1\n'.repeat(64_000)).received).toBe(64_000)
  })

  it.each(['0,', '{},', '[],', '"",'])('of millions of %s is refused without making objects of them', (element) => {
    const body = `[${element.repeat(5_000_000)}0]`
    const before = process.memoryUsage().heapUsed
    expect(summaryOf(body).statusCode).toBe(413)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1_048_576)
  })
})

describe('an item', () => {
  it('costs only itself when it is no JSON, and is named by its place in the request', () => {
    expect(summaryOf(`${good}\n{"broken":\n${good}\nnull`)).toEqual({
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
  ])('of an array is found where the array has %s', (_, body, received, at) => {
    expect(summaryOf(body)).toMatchObject({ received, at })
  })

  const tooLong = JSON.stringify({ ...aMessage('m'), padding: 'é'.repeat(32_768) })

  it.each([
    ['in a line', `${tooLong}\n${good}`],
    ['in an array', `[${tooLong},${good}]`],
  ])('costs only itself %s when it exceeds 65,536 bytes', (_, body) => {
    expect(summaryOf(body)).toEqual({ statusCode: 206, received: 2, accepted: 1, at: [0] })
    expect(track(body, Date.now()).answer.errors[0]?.message).toBe('Telemetry item length must not exceed 65536')
  })

  it('may be as long as 65,536 bytes', () => {
    const bare = { ...aMessage('m'), padding: '' }
    const padding = 'x'.repeat(65_536 - Buffer.byteLength(JSON.stringify(bare)))

    expect(summaryOf(`${JSON.stringify({ ...bare, padding })}\n${good}`).accepted).toBe(2)
    expect(summaryOf(`${JSON.stringify({ ...bare, padding: `${padding}x` })}\n${good}`).accepted).toBe(1)
  })

  it('costs only itself when it is nested too deep to be written', () => {
    const deep = `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`

    expect(summaryOf(`[${deep},${good}]`)).toMatchObject({ received: 2, accepted: 1, at: [0] })
  })

  it('decides the status when nothing is accepted', () => {
    expect(summaryOf(`null\n{"broken":`).statusCode).toBe(400)
  })
})

it('answers for every item of any body, and never throws', () => {
  const line = fc.oneof(fc.constant(good), fc.json(), fc.string())
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { answer, envelopes } = track(lines.join('\n'), Date.now())
      expect(answer.itemsAccepted).toBe(envelopes.length)
      if (answer.itemsReceived > 0) expect(answer.itemsAccepted + answer.errors.length).toBe(answer.itemsReceived)
    }),
  )
})
