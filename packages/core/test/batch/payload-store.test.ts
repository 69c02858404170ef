import { describe, expect, it } from '@jest/globals'
import { encodePayload } from '../../src/batch/payload'
import { readTextsFromPayload } from '../../src/batch/payload-store'
import { anItem } from '../builders'

const MESSAGES = Array.from({ length: 40 }, (_, i) => `${i} ${'é🛒x'.repeat(i)}`)

describe('items whose lines were moved to the payload', () => {
  it.each(['gzip', 'identity'] as const)('have the same lines in a %s payload', async (encoding) => {
    const items = MESSAGES.map((message) => anItem(message))
    const before = items.map(({ json, bytes }) => ({ json, bytes }))
    readTextsFromPayload(await encodePayload(items, encoding), items)
    expect(items.map(({ json, bytes }) => ({ json, bytes }))).toEqual(before)
  })

  it('can be moved to another payload later', async () => {
    const items = MESSAGES.map((message) => anItem(message))
    const texts = items.map(({ json }) => json)
    readTextsFromPayload(await encodePayload(items, 'gzip'), items)
    const half = items.slice(20)
    const payload = await encodePayload(half, 'gzip')
    readTextsFromPayload(payload, half)
    payload.body.fill(0, 30) // only the second half is read from here now
    expect(items.slice(0, 21).map(({ json }) => json)).toEqual(texts.slice(0, 21))
    expect(() => half.map(({ json }) => json)).toThrow()
  })
})
