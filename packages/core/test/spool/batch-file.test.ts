import { crc32, gzipSync } from 'node:zlib'
import { propertyRuns } from '@azmon/testkit'
import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodePayload } from '../../src/batch/payload'
import { type BatchFile, decodeBatchFile, encodeBatchFile, validItem } from '../../src/spool/batch-file'
import { aBatch, anItem, messagesOf } from '../builders'

const { items } = aBatch('first', 'sécond \u{1f600}', 'third\n"')
const linesOf = (file: BatchFile) => (file.kind === 'foreign' ? [] : file.items.map(({ json }) => json))
const ISSUED = new Set(items.map(({ json }) => json))

async function encoded(encoding: 'gzip' | 'identity'): Promise<Buffer> {
  const body = Buffer.from(items.map(({ json }) => json).join('\n'))
  return Buffer.concat(
    encodeBatchFile({ body: encoding === 'gzip' ? gzipSync(body) : body, encoding, items: items.length }),
  )
}

describe('a batch as a file', () => {
  it.each(['gzip', 'identity'] as const)('is read as it was written: %s', async (encoding) => {
    const file = await decodeBatchFile(await encoded(encoding))
    expect(file.kind).toBe('intact')
    expect(linesOf(file)).toEqual(items.map(({ json }) => json))
    if (file.kind !== 'intact') return
    expect(file.payload.encoding).toBe(encoding)
    expect(file.payload.items).toBe(items.length)
  })

  it('is read as it was written, whatever its messages are', async () => {
    const messages = fc.array(fc.string({ unit: anyCharacter, maxLength: 200 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(messages, fc.constantFrom('gzip', 'identity'), async (texts, encoding) => {
        const batch = texts.map((text) => anItem(text))
        const file = await decodeBatchFile(Buffer.concat(encodeBatchFile(await encodePayload(batch, encoding))))
        expect(file.kind).toBe('intact')
        expect(linesOf(file)).toEqual(batch.map(({ json }) => json))
      }),
    )
  })

  it('knows the severity of its items', async () => {
    const body = Buffer.from([anItem('a', 4), anItem('b', 0)].map(({ json }) => json).join('\n'))
    const file = await decodeBatchFile(Buffer.concat(encodeBatchFile({ body, encoding: 'identity', items: 2 })))
    expect(file.kind === 'intact' && file.items.map(({ severityLevel }) => severityLevel)).toEqual([4, 0])
  })

  it('contains no key outside of its body', async () => {
    const file = await encoded('gzip')
    expect(file.subarray(0, file.indexOf('\n')).toString()).not.toContain('11111111')
  })
})

describe('damage', () => {
  it.each(['gzip', 'identity'] as const)('of any one bit of the header is detected: %s', async (encoding) => {
    const whole = await encoded(encoding)
    const headerBits = 8 * (whole.indexOf('\n') + 1)
    for (let bit = 0; bit < headerBits; bit++) expect(await kindWithout(whole, bit)).toBe('damaged')
  })

  it.each(['gzip', 'identity'] as const)('of any one bit of 1,000 in the body is detected: %s', async (encoding) => {
    const whole = await encoded(encoding)
    const from = 8 * (whole.indexOf('\n') + 1)
    const bits = fc.sample(fc.integer({ min: from, max: 8 * whole.length - 1 }), { numRuns: 1_000, seed: 1 })
    for (const bit of bits) expect(await kindWithout(whole, bit)).toBe('damaged')
  })

  it('by missing or additional bytes is detected', async () => {
    const whole = await encoded('identity')
    for (let length = 0; length < whole.length; length++)
      expect((await decodeBatchFile(whole.subarray(0, length))).kind).toBe('damaged')
    expect((await decodeBatchFile(Buffer.concat([whole, Buffer.from('x')]))).kind).toBe('damaged')
  })

  it('leaves the intact lines, and no others', async () => {
    const whole = await encoded('identity')
    const cut = whole.subarray(0, whole.length - 3)
    expect(messagesOf(salvagedFrom(await decodeBatchFile(cut)))).toEqual(messagesOf(items.slice(0, 2)))
  })

  it('of compressed lines leaves the intact lines that can be decompressed', async () => {
    const many = Array.from({ length: 200 }, (_, index) => anItem(`${index} ${Math.sin(index)}`))
    const whole = Buffer.concat(encodeBatchFile(await encodePayload(many, 'gzip')))
    const salvaged = salvagedFrom(await decodeBatchFile(whole.subarray(0, whole.length / 2)))
    expect(salvaged.length).toBeGreaterThan(10)
    expect(salvaged.map(({ json }) => json)).toEqual(many.slice(0, salvaged.length).map(({ json }) => json))
  })

  it('of any kind yields items that can be sent, and never throws', async () => {
    const whole = await encoded('identity')
    const changes = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const damaged = Buffer.from(whole)
        for (const [at, value] of bytes) damaged[at] = value
        for (const json of linesOf(await decodeBatchFile(damaged))) expectSendable(json)
      }),
      { numRuns: propertyRuns(200) },
    )
  })

  it('may be total: any bytes at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const file = await decodeBatchFile(Buffer.from(bytes))
        expect(file).toEqual({ kind: 'damaged', items: [] })
      }),
      { numRuns: propertyRuns(200) },
    )
  })

  it('leaves no line that is not an item, or larger than the service accepts', () => {
    const [whole = ''] = ISSUED
    const lines = [whole, '', '{', 'null', '1', '[]', '{}', '{"iKey":1}', '{"data":{}}', whole.slice(1)]
    const large = JSON.stringify({ ...JSON.parse(whole), name: 'x'.repeat(64_000) })
    expect([...lines, large].map((line) => validItem(Buffer.from(line))?.json).filter(Boolean)).toEqual([whole])
  })
})

describe('a file with an unknown header', () => {
  it.each([
    ['a version that is not known', { v: 2, enc: 'identity', n: 1, len: 4 }],
    ['an encoding that is not known', { v: 1, enc: 'zstd', n: 1, len: 4 }],
  ])('is one of %s', async (_, header) => {
    expect(await decodeBatchFile(withHeader(header, 'body'))).toEqual({ kind: 'foreign' })
  })

  it('needs no more memory than a batch, whatever size it expands to', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 'x'))
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage().arrayBuffers
    const file = Buffer.concat(encodeBatchFile({ body: bomb, encoding: 'gzip', items: 1 }))
    expect(await decodeBatchFile(file)).toEqual({ kind: 'damaged', items: [] })
    expect(await decodeBatchFile(file.subarray(0, file.length - 1))).toEqual({ kind: 'damaged', items: [] })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000)
  })

  it('is damaged if its header is not ours', async () => {
    for (const header of ['{}', '{"v":1}', '[]', 'null', `{"v":1,"enc":"identity","x":"${'y'.repeat(300)}"}`])
      expect((await decodeBatchFile(withHeader(header, 'body'))).kind).not.toBe('intact')
  })
})

// --- helpers ---

async function kindWithout(whole: Buffer, bit: number): Promise<BatchFile['kind']> {
  const damaged = Buffer.from(whole)
  damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return (await decodeBatchFile(damaged)).kind
}

function salvagedFrom(file: BatchFile) {
  if (file.kind !== 'damaged') throw new Error(file.kind)
  return file.items
}

function expectSendable(json: string): void {
  const value = JSON.parse(json)
  expect(value).toHaveProperty('iKey')
  expect(value).toHaveProperty('data')
  expect(json).not.toContain('\n')
}

/** A file with this header and a valid checksum. */
function withHeader(header: object | string, body: string): Buffer {
  const rest = `${typeof header === 'string' ? header : JSON.stringify(header)}\n${body}`
  return Buffer.from(`${crc32(rest).toString(16).padStart(8, '0')} ${rest}`)
}
