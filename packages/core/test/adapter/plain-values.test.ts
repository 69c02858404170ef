import { describe, expect, it } from '@jest/globals'
import { PlainValues } from '../../src/adapter/plain-values'
import { limitData } from '../../src/envelope/limits'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

function serializerThat(redacts: () => void, flattens = false): PropertySerializer {
  return new PropertySerializer(new Redactor([], redacts), flattens)
}

/** Returns what becomes of one field; `value` is undefined if the record must be mapped. */
function written(name: string, value: unknown, flattens = false) {
  let redacted = 0
  const values = new PlainValues(
    serializerThat(() => redacted++, flattens),
    () => 'property',
  )
  values.limits.begin()
  const json = values.property(values.keys.of(name), value, { [name]: value })
  const truncated = values.limits.end()
  return { value: truncated === undefined ? undefined : JSON.parse(json), truncated, redacted }
}

function mapped(name: string, value: unknown) {
  let redacted = 0
  const properties = serializerThat(() => redacted++).properties({ [name]: value })
  const cuts = { truncated: 0, measurementsDropped: 0 }
  limitData({ baseType: 'MessageData', baseData: { message: 'x', properties } }, cuts)
  return { value: properties[name], truncated: cuts.truncated, redacted }
}

const entries = (count: number) => Array.from({ length: count }, () => ({ name: 'password', value: 'hunter2' }))

const circular: Record<string, unknown> = { a: 1 }
circular['self'] = circular

describe('a property is written as PropertySerializer writes it', () => {
  it.each<[string, string, unknown]>([
    ['a string', 'a', 'ä "b"\n'],
    ['a long string', 'a', 'x'.repeat(9_000)],
    ['a string with a secret', 'a', 'https://shop/?sig=secret'],
    ['a secret', 'password', 'secret'],
    ['a number', 'a', -0],
    ['not a number', 'a', Number.NaN],
    ['a bigint', 'a', 10n],
    ['a boolean', 'a', false],
    ['null', 'a', null],
    ['a date', 'a', new Date(0)],
    ['an invalid date', 'a', new Date(Number.NaN)],
    ['an object', 'a', { b: 'c "d"', secret: { password: 'p' }, at: new Date(0), none: undefined }],
    ['an array', 'a', [1, 'b', null, undefined, { c: [] }]],
    ['numbers', 'a', [1, 2.5, -3]],
    ['an error', 'a', new TypeError('no')],
    ['a circular object', 'a', circular],
    ['headers', 'rawHeaders', ['Authorization', 'Bearer abc', 'Accept', '*/*']],
    ['an entry', 'a', [{ name: 'password', value: 'secret' }]],
    ['secrets of entries, which count against the limits', 'a', entries(340)],
    ['keys that are unsafe', 'a', JSON.parse('{"__proto__":1,"constructor":2,"b":3}')],
  ])('%s', (_, name, value) => {
    expect(written(name, value)).toEqual(mapped(name, value))
  })
})

describe('a record must be mapped if it has', () => {
  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a map', new Map([['a', 1]])],
    ['an object with its own toJSON', { toJSON: () => 1 }],
    ['a nested function', { a: () => 1 }],
    ['an object with a hidden toJSON', Object.defineProperty({ pan: '4111' }, 'toJSON', { value: () => ({}) })],
    ['an array that mapping shortens', ['password', 'hunter2zzz', ...Array(1_997).fill('w')]],
    [
      'an array that mapping shortens because of the values before it',
      { a: Array(600).fill({}), b: ['password', 'hunter2zzz', ...Array(799).fill('w')] },
    ],
  ])('%s', (_, value) => {
    expect(written('a', value).value).toBeUndefined()
  })

  it('an object that is flattened', () => {
    expect(written('a', { b: 1 }, true).value).toBeUndefined()
    expect(written('a', [1], true).value).toBe('[1]')
  })
})
