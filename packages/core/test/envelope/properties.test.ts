import { cpuMs, propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

const write = new PropertySerializer(new Redactor([], () => {}), false)

class Money {
  readonly amount = 12
  readonly currency = 'EUR'
}

const circular: Record<string, unknown> = { name: 'loop' }
circular['self'] = circular

describe('a property value', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'as it is', 'as it is'],
    ['a number', 1.5, '1.5'],
    ['NaN', Number.NaN, 'NaN'],
    ['a boolean', false, 'false'],
    ['a bigint', 2n ** 64n, '18446744073709551616'],
    ['null', null, 'null'],
    ['a symbol', Symbol('unique'), 'Symbol(unique)'],
    ['a function', function pay() {}, '[Function: pay]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(Number.NaN), 'Invalid Date'],
    ['a list', [1, 'two', undefined, null], '[1,"two",null,null]'],
    ['a nested object', { a: { b: [1n] }, gone: undefined }, '{"a":{"b":["1"]}}'],
    ['a class instance', new Money(), '{"amount":12,"currency":"EUR"}'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 'b'],
      ]),
      '{"2":"b","a":1}',
    ],
    ['a Set', new Set([1, 'a']), '[1,"a"]'],
    ['a URL', new URL('https://example.com/a?b=c'), 'https://example.com/a?b=c'],
    ['a regular expression', /a+/g, '/a+/g'],
    ['a Buffer', Buffer.from('hello'), '[5 bytes: 68656c6c6f]'],
    ['a typed array', new Float32Array([0.5, 1]), '[0.5,1]'],
    ['what has toJSON', { toJSON: () => ({ short: true }) }, '{"short":true}'],
    ['a cycle', circular, '{"name":"loop","self":"[Circular]"}'],
    ['a lone surrogate', 'a\ud800b', 'a\ud800b'],
  ])('becomes a string: %s', (_, value, text) => {
    expect(write.properties({ value })).toEqual({ value: text })
  })

  it('is left out if it is undefined', () => {
    expect(write.properties({ here: 1, gone: undefined })).toEqual({ here: '1' })
  })

  it('has the type, message and stack of an error', () => {
    const error = new RangeError('too far')
    expect(JSON.parse(write.text({ error }))).toEqual({
      error: { type: 'RangeError', message: 'too far', stack: error.stack },
    })
  })

  it('contains the same object twice if there is no cycle', () => {
    const shared = { id: 1 }
    expect(write.text({ a: shared, b: shared })).toBe('{"a":{"id":1},"b":{"id":1}}')
  })
})

describe('a hostile value', () => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()

  it.each<[string, unknown, RegExp]>([
    [
      'a getter that throws',
      {
        get bad() {
          throw new Error('no')
        },
        good: 1,
      },
      /^\{"bad":"\[Throws: no\]","good":1\}$/,
    ],
    [
      'a toJSON that throws',
      {
        toJSON() {
          throw new Error('no')
        },
      },
      /^\[Throws: no\]$/,
    ],
    [
      'a thing that throws things that throw',
      {
        get bad() {
          throw {
            toString() {
              throw 1
            },
          }
        },
      },
      /\[Throws: unreadable\]/,
    ],
    ['a revoked Proxy', revoked.proxy, /^\[Throws: /],
    ['a revoked Proxy inside', { a: revoked.proxy, b: 1 }, /^\{"a":"\[Throws: .*\]","b":1\}$/],
    ['a sparse array of ten million', new Array(1e7), /… 99990\d\d more"\]$/],
    ['a very deep object', deep(10_000), /\[Object\]/],
    [
      'a very wide object',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i])),
      /"…":"400\d more"\}$/,
    ],
    ['a huge string inside', { text: 'x'.repeat(1e7) }, /^\{"text":"x{65000,65536}"\}$/],
    ['an endless iterable', { list: endlessSet() }, /\[0,1,2/],
  ])('%s is readable, and written quickly', (_, value, text) => {
    expect(text.test(write.text(value))).toBe(true)
    expect(cpuMs(() => write.text(value))).toBeLessThan(50)
  })

  it('with many keys is limited, and counts the others', () => {
    const properties = write.properties(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i])))
    expect(Object.keys(properties)).toHaveLength(1_001)
    expect(properties['…']).toBe('4000 more')
  })

  it('with many arrays of many objects is limited quickly', () => {
    const list = Array.from({ length: 500 }, (_, i) => ({ i }))
    const record = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, list]))
    expect(cpuMs(() => write.properties(record))).toBeLessThan(50)
    expect(write.properties(record)['k999']).toBe('["… 500 more"]')
  })

  it('cannot reach a prototype', () => {
    const properties = write.properties(
      JSON.parse('{"__proto__":{"polluted":1},"constructor":"x","nested":{"__proto__":1,"a":1}}'),
    )
    expect(properties).toEqual({ nested: '{"a":1}' })
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype)
  })

  it('has each of its getters called once', () => {
    let reads = 0
    write.properties({
      get once() {
        return { n: ++reads }
      },
      nested: {
        get once() {
          return ++reads
        },
      },
    })
    expect(reads).toBe(2)
  })

  it('does not affect other properties if a getter throws', () => {
    const source = {
      get bad() {
        throw new Error('no')
      },
      good: 1,
    }
    expect(write.properties(source)).toEqual({ bad: '[Throws: no]', good: '1' })
    expect(write.properties(revoked.proxy)).toEqual({})
  })
})

function deep(levels: number): object {
  let inner: object = {}
  for (let i = 0; i < levels; i++) inner = { inner }
  return inner
}

function endlessSet(): Set<number> {
  const set = new Set([0])
  set[Symbol.iterator] = function* () {
    for (let i = 0; ; i++) yield i
  } as never
  Object.defineProperty(set, 'size', { value: 1e9 })
  return set
}

it('writes any value as the same string of bounded length each time', () => {
  const anything = fc.anything({
    maxDepth: 2,
    maxKeys: 4,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  })
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything), (source) => {
      const properties = write.properties(source)
      expect(write.properties(source)).toEqual(properties)
      for (const [key, text] of Object.entries(properties)) {
        expect(typeof text).toBe('string')
        expect(typeof source[key] === 'string' || text.length < 500_000).toBe(true)
        expect(() => JSON.parse(JSON.stringify(text))).not.toThrow()
      }
    }),
    { numRuns: propertyRuns(1_000) },
  )
})
