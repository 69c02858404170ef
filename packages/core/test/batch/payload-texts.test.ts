import { describe, expect, it } from '@jest/globals'
import { encodePayload } from '../../src/batch/payload'
import { leaveTextsTo } from '../../src/batch/payload-texts'
import { anItem } from '../builders'

const MESSAGES = Array.from({ length: 40 }, (_, i) => `${i} ${'é🛒x'.repeat(i)}`)

describe('items whose texts the payload keeps', () => {
  it.each(['gzip', 'identity'] as const)('read as before, those of %s too', async (encoding) => {
    const items = MESSAGES.map((message) => anItem(message))
    const before = items.map(({ json, bytes }) => ({ json, bytes }))
    leaveTextsTo(await encodePayload(items, encoding), items)
    expect(items.map(({ json, bytes }) => ({ json, bytes }))).toEqual(before)
  })

  it('may be part of another payload later', async () => {
    const items = MESSAGES.map((message) => anItem(message))
    const texts = items.map(({ json }) => json)
    leaveTextsTo(await encodePayload(items, 'gzip'), items)
    const half = items.slice(20)
    const payload = await encodePayload(half, 'gzip')
    leaveTextsTo(payload, half)
    payload.body.fill(0, 30) // from which the second half is read now, and nothing of the first
    expect(items.slice(0, 21).map(({ json }) => json)).toEqual(texts.slice(0, 21))
    expect(() => half.map(({ json }) => json)).toThrow()
  })
})
