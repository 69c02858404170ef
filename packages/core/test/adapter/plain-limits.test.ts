import { beforeEach, expect, it } from '@jest/globals'
import { PlainLimits } from '../../src/adapter/plain-limits'
import { Redactor } from '../../src/redaction/redactor'

let redacted: number
let limits: PlainLimits

beforeEach(() => {
  redacted = 0
  limits = new PlainLimits(
    new Redactor([], () => {
      redacted++
    }),
  )
  limits.begin()
  limits.beginValue()
})

it('counts the strings that it truncates', () => {
  expect(limits.truncatedJson('a "b"')).toBe('"a \\"b\\""')
  expect(limits.truncatedJson('x'.repeat(8_193))).toBe(`"${'x'.repeat(8_192)}"`)
  expect(limits.truncatedJson('abc', 2)).toBe('"ab"')
  expect(limits.end()).toBe(2)
})

it('reports the secrets at the end of the record', () => {
  expect(limits.withoutSecrets('see https://shop/?page=2')).toBe('see https://shop/?page=2')
  expect(limits.withoutSecrets('token=abc')).not.toContain('abc')
  limits.redact()
  limits.countSkipped(3, 2)
  expect(redacted).toBe(0)
  expect(limits.end()).toBe(0)
  expect(redacted).toBe(4)
})

it('counts nothing for a record that must be mapped, and resets the counts for the next record', () => {
  limits.redact()
  limits.requireMapping()
  expect(limits.end()).toBeUndefined()
  limits.begin()
  expect(limits.end()).toBe(0)
  expect(redacted).toBe(0)
})

it('is exhausted after 1,000 nodes of a value', () => {
  expect(limits.tryCountNodes(1_000)).toBe(false)
  expect(limits.tryCountNodes(998)).toBe(true)
  limits.countNode()
  expect(limits.isExhausted()).toBe(false)
  limits.countUndefined()
  expect(limits.isExhausted()).toBe(true)
  limits.beginValue()
  expect(limits.isExhausted()).toBe(false)
  expect(limits.end()).toBe(0)
})

it('is exhausted after 5,000 nodes of all values of one object', () => {
  for (let value = 0; value < 5; value++) {
    limits.beginValue()
    for (let node = 0; node < 1_000; node++) limits.countNode()
  }
  limits.beginValue()
  expect(limits.isExhausted()).toBe(true)
  limits.beginFields()
  expect(limits.isExhausted()).toBe(false)
})

it('refuses a value with too many characters, and a record whose estimated nodes are used up', () => {
  limits.countCharacters(65_536)
  limits.endValue()
  expect(limits.end()).toBe(0)
  limits.countCharacters(1)
  limits.endValue()
  expect(limits.end()).toBeUndefined()
  limits.begin()
  limits.countSkipped(5_000, 0)
  expect(limits.end()).toBeUndefined()
})
