import { describe, expect, it } from '@jest/globals'
import { MAX_RECORD_NODES, type Plain, PlainCopy, thrownText } from '../../src/envelope/plain-copy'
import { Redactor } from '../../src/redaction/redactor'

const redactor = new Redactor([], () => {})

function copy(value: unknown, nodes = MAX_RECORD_NODES): Plain {
  return new PlainCopy(redactor, { nodes }).of(value)
}

const circular: Record<string, unknown> = { a: 1 }
circular['self'] = circular

class Money {
  readonly amount = 12
  get broken(): never {
    throw new Error('no')
  }
}

describe('the copy of a value', () => {
  it.each<[string, unknown, Plain]>([
    ['null', null, null],
    ['a number', 1.5, 1.5],
    ['an infinite number', Number.POSITIVE_INFINITY, 'Infinity'],
    ['a bigint', 1n, '1'],
    ['a function without a name', () => {}, '[Function: anonymous]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a Map', new Map([['a', new Set([1, 'b'])]]), { a: [1, 'b'] }],
    ['a URL', new URL('https://own.example/a'), 'https://own.example/a'],
    ['a regular expression', /a+/g, '/a+/g'],
    ['bytes', Buffer.from('azmon'), '[5 bytes: 617a6d6f6e]'],
    ['many bytes', new ArrayBuffer(65), `[65 bytes: ${'00'.repeat(64)}…]`],
    ['typed numbers', new Float64Array([1, 2.5]), [1, 2.5]],
    ['an instance of a class', new Money(), { amount: 12 }],
    ['an object with toJSON', { toJSON: () => ({ a: 1 }) }, { a: 1 }],
    ['an object with itself', circular, { a: 1, self: '[Circular]' }],
    ['an object with a secret', { password: 'secret' }, { password: '[redacted]' }],
    ['unsafe keys', JSON.parse('{"__proto__":1,"constructor":2,"a":3}'), { a: 3 }],
    ['undefined fields and elements', { a: undefined, b: [undefined] }, { b: [null] }],
  ])('of %s', (_, value, expected) => {
    expect(copy(value)).toEqual(expected)
  })

  it('has at most eight levels', () => {
    let value: unknown = []
    for (let level = 0; level < 9; level++) value = { value }
    expect(JSON.stringify(copy(value)).match(/value/g)).toHaveLength(8)
    expect(JSON.stringify(copy(value))).toContain('[Object]')
  })

  it('says how much it omits', () => {
    const list = Array.from({ length: 2_000 }, (_, index) => index)
    expect(copy(list)).toHaveLength(1_000)
    expect((copy(list) as Plain[]).at(-1)).toBe('… 1001 more')
    expect(copy({ a: 1, b: 2, c: 3 }, 2)).toEqual({ a: 1, '…': '2 more' })
  })

  it('has the other fields if a getter throws, and never throws itself', () => {
    const value = Object.defineProperty({ a: 1 }, 'b', {
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
    expect(copy(value)).toEqual({ a: 1, b: '[Throws: no]' })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(copy(proxy)).toMatch(/^\[Throws: /)
  })
})

it('describes whatever was thrown in at most 200 characters', () => {
  expect([thrownText(new Error('no')), thrownText('text'), thrownText(undefined)]).toEqual(['no', 'text', 'undefined'])
  expect(thrownText(new Error('x'.repeat(300)))).toHaveLength(200)
  expect(thrownText(Object.create(null))).toBe('unreadable')
})
