import { cpuMs, propertyRuns } from '@azmon/testkit'
import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Properties } from '../../src/envelope/contracts'
import type { Envelope } from '../../src/envelope/envelope'
import { exceptionData } from '../../src/envelope/exception'
import { EnvelopeSerializer, MAX_ITEM_BYTES } from '../../src/item/serialize'

const KEY = '11111111-2222-4333-8444-555555555555'
const TIME = '2026-01-02T03:04:05.678Z'
const serializer = new EnvelopeSerializer(KEY, { 'ai.cloud.role': 'shop', 'ai.internal.sdkVersion': 'azmon:1' })

describe('an envelope on the wire', () => {
  it('of a trace has the format of the wire protocol', () => {
    expect(wireOf(trace('hello', { a: 'b' }))).toEqual({
      ver: 1,
      name: 'Microsoft.ApplicationInsights.Message',
      time: TIME,
      iKey: KEY,
      tags: { 'ai.cloud.role': 'shop', 'ai.internal.sdkVersion': 'azmon:1' },
      data: {
        baseType: 'MessageData',
        baseData: { ver: 2, message: 'hello', severityLevel: 1, properties: { a: 'b' } },
      },
    })
  })

  it('of an exception has the format of the wire protocol', () => {
    const wire = wireOf({ time: TIME, data: { baseType: 'ExceptionData', baseData: exceptionData(new Error('boom')) } })
    expect(wire).toMatchObject({
      name: 'Microsoft.ApplicationInsights.Exception',
      data: { baseType: 'ExceptionData', baseData: { ver: 2, exceptions: [{ message: 'boom' }] } },
    })
  })

  it('overrides tags of the client, and has a sample rate only if it was sampled', () => {
    const wire = wireOf({ ...trace('x'), tags: { 'ai.cloud.role': 'other', 'ai.operation.id': 'op' }, sampleRate: 25 })
    expect(wire).toMatchObject({
      sampleRate: 25,
      tags: { 'ai.cloud.role': 'other', 'ai.internal.sdkVersion': 'azmon:1', 'ai.operation.id': 'op' },
    })
    expect(wireOf(trace('x'))).not.toHaveProperty('sampleRate')
  })

  it('knows its size in bytes', () => {
    const serialized = serializer.serialize(trace('käse €'))
    if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
    expect(serialized.item.bytes).toBe(Buffer.byteLength(serialized.item.json))
    expect(serialized.item.json).not.toContain('\n')
  })

  it.each([
    ['nothing', {}, { ver: 2 }],
    ['an array', ['a'], { ver: 2, 0: 'a' }],
    ['a version of its own', { message: 'm', ver: 1 }, { ver: 1, message: 'm' }],
  ])('is valid JSON if its data is %s', (_, baseData, expected) => {
    const envelope = { time: TIME, data: { baseType: 'MessageData', baseData } } as unknown as Envelope
    expect(wireOf(envelope)).toMatchObject({ data: { baseData: expected } })
  })

  it('is one line, whatever its strings contain', () => {
    expect(jsonOf(trace('a\nb\r\u2028c', { 'k\n': '\n' }))).not.toMatch(/[\n\r]/)
  })
})

describe('the limits of the service', () => {
  it.each<[string, Envelope, (data: Data) => unknown, number]>([
    ['a message', trace('x'.repeat(40_000)), (data) => data.message?.length, 32_768],
    ['a property value', trace('x', { a: 'y'.repeat(9_000) }), (data) => data.properties?.['a']?.length, 8_192],
    [
      'a property key',
      trace('x', { ['k'.repeat(200)]: 'v' }),
      (data) => Object.keys(data.properties ?? {})[0]?.length,
      150,
    ],
    ['an exception’s message', failure('m'.repeat(40_000)), (data) => data.exceptions?.[0]?.message.length, 32_768],
  ])('truncate %s and count it', (_, envelope, lengthOf, max) => {
    const serialized = serializer.serialize(envelope)
    expect(serialized).toMatchObject({ kind: 'serialized', cuts: { truncated: 1 } })
    expect(lengthOf(dataOf(serialized))).toBe(max)
  })

  it('never split a surrogate pair', () => {
    expect(dataOf(serializer.serialize(trace(`${'x'.repeat(32_767)}😀`))).message).toBe('x'.repeat(32_767))
  })

  it('keep long keys distinct if they begin alike', () => {
    const long = 'k'.repeat(150)
    const { properties } = dataOf(
      serializer.serialize(trace('x', { [`${long}a`]: '1', [`${long}b`]: '2', [long]: '3' })),
    )
    expect(Object.values(properties ?? {}).sort()).toEqual(['1', '2', '3'])
    expect(Object.keys(properties ?? {}).map((key) => key.length)).toEqual([150, 150, 150])
  })

  it.each<[string, Envelope]>([
    ['long values', trace('m'.repeat(32_000), Object.fromEntries(many(20, (i) => [`k${i}`, 'v'.repeat(8_000)])))],
    ['characters of three bytes', trace('€'.repeat(32_000))],
    ['characters that JSON escapes', trace('\u0001'.repeat(32_000))],
    ['many small properties', trace('m', Object.fromEntries(many(20_000, (i) => [`key-number-${i}`, 'v'])))],
    [
      'many errors',
      {
        time: TIME,
        data: {
          baseType: 'ExceptionData',
          baseData: exceptionData(new AggregateError(many(50, (i) => new Error(`${i}`.repeat(9_000))))),
        },
      },
    ],
  ])('shrink an item of %s until it fits', (_, envelope) => {
    const serialized = serializer.serialize(envelope)
    if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
    expect(serialized.item.bytes).toBeLessThanOrEqual(MAX_ITEM_BYTES)
    expect(serialized.item.bytes).toBeGreaterThan(MAX_ITEM_BYTES / 4)
    expect(serialized.cuts.truncated).toBeGreaterThan(0)
    expect(() => JSON.parse(serialized.item.json)).not.toThrow()
  })

  it.each([
    [
      '2,000 values of 500 characters',
      () => trace('m', Object.fromEntries(many(2_000, (i) => [`k${i}`, 'v'.repeat(500)]))),
    ],
    [
      '20 values of 50,000 characters',
      () => trace('m', Object.fromEntries(many(20, (i) => [`k${i}`, 'v'.repeat(50_000)]))),
    ],
  ])('are applied to %s in less than 50 ms', (_, make) => {
    const envelopes = many(5, make)
    expect(cpuMs(() => serializer.serialize(envelopes.pop() as Envelope))).toBeLessThan(50)
  })

  it.each([
    [
      'a long message and a value of escaped characters',
      () => trace('m'.repeat(32_000), { a: '\ud800'.repeat(8_000) }),
    ],
    [
      'a message of escape sequences and such a value',
      () => trace('\\ud800'.repeat(5_000), { a: '\ud800'.repeat(8_000) }),
    ],
  ])('shrink %s in a few rounds, each of which writes the item', (_, make) => {
    expect(serializer.serialize(make())).toMatchObject({ kind: 'serialized', cuts: { truncated: 3 } })
  })

  it('replace an empty required string', () => {
    expect(dataOf(serializer.serialize(trace(''))).message).toBe('n/a')
    expect(dataOf(serializer.serialize(failure(''))).exceptions).toMatchObject([
      { typeName: 'Error', message: 'Error' },
    ])
  })
})

it('serializes any trace to one line of JSON within the limits of the service', () => {
  const long = fc.string().map((part) => part.repeat(2_000))
  const text = fc.oneof(
    { weight: 10, arbitrary: fc.string() },
    { weight: 10, arbitrary: fc.string({ unit: anyCharacter }) },
    long,
  )
  fc.assert(
    fc.property(text, fc.dictionary(text, text, { maxKeys: 8 }), (message, properties) => {
      const serialized = serializer.serialize(trace(message, properties))
      if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
      const { json, bytes } = serialized.item
      expect(bytes).toBe(Buffer.byteLength(json))
      expect(bytes).toBeLessThanOrEqual(MAX_ITEM_BYTES)
      expect(json).not.toContain('\n')
      const { baseData } = JSON.parse(json).data
      expect(baseData.message.length).toBeLessThanOrEqual(32_768)
      for (const [key, value] of Object.entries<string>(baseData.properties)) {
        expect(key.length <= 150 && value.length <= 8_192).toBe(true)
      }
    }),
    { numRuns: propertyRuns(1_000) },
  )
})

interface Data {
  readonly message?: string
  readonly properties?: Properties
  readonly exceptions?: readonly { readonly message: string }[]
}

function trace(message: string, properties?: Properties): Envelope {
  const own = properties === undefined ? {} : { properties }
  return { time: TIME, data: { baseType: 'MessageData', baseData: { message, severityLevel: 1, ...own } } }
}

function failure(message: string): Envelope {
  return {
    time: TIME,
    data: {
      baseType: 'ExceptionData',
      baseData: { exceptions: [{ id: 1, typeName: 'Error', message, hasFullStack: false }] },
    },
  }
}

function many<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index))
}

function jsonOf(envelope: Envelope): string {
  const serialized = serializer.serialize(envelope)
  if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
  return serialized.item.json
}

function wireOf(envelope: Envelope): object {
  return JSON.parse(jsonOf(envelope))
}

function dataOf(serialized: ReturnType<typeof serializer.serialize>): Data {
  if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
  return JSON.parse(serialized.item.json).data.baseData
}
