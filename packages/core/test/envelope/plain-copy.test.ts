import { describe, expect, it } from '@jest/globals'
import { MAX_RECORD_NODES, type Plain, PlainCopy, thrownText } from '../../src/envelope/plain-copy'
import { Redactor } from '../../src/redaction/redactor'

const redactor = new Redactor([], () => {})

function copy(value: unknown, nodes = MAX_RECORD_NODES, key?: string): Plain | undefined {
  return new PlainCopy(redactor, { nodes }).of(value, key)
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
    ['a boxed string', Object('x'), 'x'],
    ['a boxed number', Object(7), 7],
    [
      'a request of the Web',
      new Request('https://own.example/?token=secret', { headers: { cookie: 'a=1' } }),
      {
        method: 'GET',
        url: 'https://own.example/?token=redacted',
        headers: { cookie: '[redacted]' },
      },
    ],
    [
      'headers',
      {
        headers: new Headers([
          ['accept', '*/*'],
          ['authorization', 'Bearer secret'],
        ]),
      },
      {
        headers: { accept: '*/*', authorization: '[redacted]' },
      },
    ],
    ['parameters', new URLSearchParams('page=2&password=secret'), '?page=2&password=redacted'],
    ['an object with itself', circular, { a: 1, self: '[Circular]' }],
    ['an object with a secret', { password: 'secret' }, { password: '[redacted]' }],
    ['unsafe keys', JSON.parse('{"__proto__":1,"constructor":2,"a":3}'), { a: 3 }],
    ['undefined fields and elements', { a: undefined, b: [undefined] }, { b: [null] }],
  ])('of %s', (_, value, expected) => {
    expect(copy(value)).toEqual(expected)
  })

  it('has at most eight levels, to which toJSON does not add any', () => {
    let value: unknown = []
    for (let level = 0; level < 9; level++) value = { toJSON: ((inner) => () => ({ value: inner }))(value) }
    expect(JSON.stringify(copy(value)).match(/value/g)).toHaveLength(8)
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

describe('toJSON is called as JSON.stringify does', () => {
  class Self {
    readonly id = 7
    toJSON(): unknown {
      return this
    }
  }

  class Copy extends Self {
    readonly hidden = 'x'
    override toJSON() {
      const copied = Object.assign(Object.create(Copy.prototype), this)
      delete copied.hidden
      return copied
    }
  }

  class Key {
    toJSON(key: string) {
      return `under ${key}`
    }
  }

  class None {
    toJSON() {
      return undefined
    }
  }

  class Holder {
    readonly inner = new Self()
    toJSON() {
      return { inner: this.inner, again: new Key() }
    }
  }

  class Money extends Map<string, number> {
    toJSON() {
      return '12.50 EUR'
    }
  }

  class Day extends Date {
    override toJSON() {
      return '1970-01-01'
    }
  }

  class Items extends Array<number> {
    toJSON() {
      return [...this]
    }
  }

  class Bytes extends Uint8Array {
    toJSON() {
      return 'AQI='
    }
  }

  it.each<[string, unknown]>([
    ['it returns its object', new Self()],
    ['it returns a copy of its class', new Copy()],
    ['it gets the key', new Key()],
    ['it returns undefined', new None()],
    ['it returns an object with others', new Holder()],
    ['it is in an array', [new Self(), new Copy(), new Key(), new None()]],
    ['it is in an object', { copy: new Copy(), key: new Key(), none: new None() }],
    ['it is in an object that converts itself', { toJSON: () => ({ key: new Key() }) }],
    ['it returns an object with a toJSON', { toJSON: () => ({ a: 1, toJSON: () => 'not called' }) }],
    ['it returns null', { toJSON: () => null }],
    ['it is a field', { toJSON: 'no function' }],
    ['it belongs to a map', new Money([['a', 1]])],
    ['it belongs to a date', new Day(0)],
    ['it belongs to an array', Items.from([1, 2])],
    ['it belongs to bytes', Bytes.from([1, 2])],
  ])('%s', (_, value) => {
    const json = JSON.stringify({ order: value })
    const plain = { order: copy(value, MAX_RECORD_NODES, 'order') }
    expect(JSON.stringify(plain)).toBe(JSON.stringify({ order: JSON.parse(json).order }))
  })

  it('but not for an error, which keeps its type, message and stack', () => {
    const error = Object.assign(new TypeError('no'), { toJSON: () => 'json' })
    expect(copy(error)).toMatchObject({ type: 'TypeError', message: 'no' })
  })

  it('and a result that refers to an object around it is circular', () => {
    const outer: Record<string, unknown> = {}
    outer['inner'] = { toJSON: () => outer }
    expect(copy(outer)).toEqual({ inner: '[Circular]' })
    const endless = { toJSON: () => ({ endless }) }
    expect(JSON.stringify(copy(endless))).toContain('[Circular]')
  })
})

it('describes whatever was thrown in at most 200 characters', () => {
  expect([thrownText(new Error('no')), thrownText('text'), thrownText(undefined)]).toEqual(['no', 'text', 'undefined'])
  expect(thrownText(new Error('x'.repeat(300)))).toHaveLength(200)
  expect(thrownText(Object.create(null))).toBe('unreadable')
})
