import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bytesLike, jsonLike, objectsLike, short, stringsLike, valuesLike } from '../src/hostile-input'

const SAMPLES = { numRuns: 300, seed: 1 }

it('generates strings and bytes of at most 16 KB, among them the samples', () => {
  const strings = fc.sample(stringsLike('key=value'), SAMPLES)
  expect(Math.max(...strings.map(({ length }) => length))).toBe(16_384)
  expect(strings).toContain('key=value')
  expect(new Set(strings).size).toBeGreaterThan(100)
  for (const bytes of fc.sample(bytesLike(Buffer.from([0, 255])), SAMPLES)) {
    expect(bytes.length).toBeLessThanOrEqual(16_384)
  }
})

it('shortens strings to 1 KB', () => {
  const lengths = fc.sample(short(stringsLike('a')), SAMPLES).map(({ length }) => length)
  expect(Math.max(...lengths)).toBe(1_024)
})

it('generates JSON objects, and strings that are not JSON', () => {
  const areJson = fc.sample(jsonLike({ name: 'a', nested: { list: [1] } }), SAMPLES).map((string) => {
    try {
      return typeof JSON.parse(string) === 'object'
    } catch {
      return false
    }
  })
  expect(new Set(areJson)).toEqual(new Set([true, false]))
})

it('generates a new object for each call, with the given keys', () => {
  const makers = fc.sample(objectsLike(['orderId']), SAMPLES)
  expect(makers.some((make) => Object.hasOwn(make(), 'orderId'))).toBe(true)
  for (const make of makers) expect(Object.is(make(), make())).toBe(false)
})

it('generates values of many types', () => {
  const types = new Set(fc.sample(valuesLike(), SAMPLES).map((make) => typeof make()))
  for (const type of ['string', 'number', 'object', 'undefined', 'function']) expect(types).toContain(type)
})
