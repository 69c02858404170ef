import { beforeEach, expect, it } from '@jest/globals'
import { PlainAccount } from '../../src/adapter/plain-account'
import { Redactor } from '../../src/redaction/redactor'

let redacted: number
let account: PlainAccount

beforeEach(() => {
  redacted = 0
  account = new PlainAccount(
    new Redactor([], () => {
      redacted++
    }),
  )
  account.begin()
  account.beginValue()
})

it('counts the strings that it truncates', () => {
  expect(account.cut('a "b"')).toBe('"a \\"b\\""')
  expect(account.cut('x'.repeat(8_193))).toBe(`"${'x'.repeat(8_192)}"`)
  expect(account.cut('abc', 2)).toBe('"ab"')
  expect(account.end()).toBe(2)
})

it('reports the secrets at the end of the record', () => {
  expect(account.withoutSecrets('see https://shop/?page=2')).toBe('see https://shop/?page=2')
  expect(account.withoutSecrets('token=abc')).not.toContain('abc')
  account.mark()
  account.spend(3, 2)
  expect(redacted).toBe(0)
  expect(account.end()).toBe(0)
  expect(redacted).toBe(4)
})

it('counts nothing for a record that must be mapped, and resets the counts for the next record', () => {
  account.mark()
  account.refuse()
  expect(account.end()).toBeUndefined()
  account.begin()
  expect(account.end()).toBe(0)
  expect(redacted).toBe(0)
})

it('is exhausted after 1,000 nodes of a value', () => {
  expect(account.takesNodes(1_000)).toBe(false)
  expect(account.takesNodes(998)).toBe(true)
  account.node()
  expect(account.isExhausted()).toBe(false)
  account.hole()
  expect(account.isExhausted()).toBe(true)
  account.beginValue()
  expect(account.isExhausted()).toBe(false)
  expect(account.end()).toBe(0)
})

it('is exhausted after 5,000 nodes of all values of one object', () => {
  for (let value = 0; value < 5; value++) {
    account.beginValue()
    for (let node = 0; node < 1_000; node++) account.node()
  }
  account.beginValue()
  expect(account.isExhausted()).toBe(true)
  account.beginFields()
  expect(account.isExhausted()).toBe(false)
})

it('refuses a value with too many characters, and a record whose estimated nodes are used up', () => {
  account.characters(65_536)
  account.endValue()
  expect(account.end()).toBe(0)
  account.characters(1)
  account.endValue()
  expect(account.end()).toBeUndefined()
  account.begin()
  account.spend(5_000, 0)
  expect(account.end()).toBeUndefined()
})
