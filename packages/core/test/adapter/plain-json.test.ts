import { describe, expect, it } from '@jest/globals'
import { escaped, jsonString, nestedJsonString, unescaped } from '../../src/adapter/plain-json'

const STRINGS = ['', 'plain', 'ä漢😀', 'a "b"', 'c\\d', 'line\n\t\u0000', '\u007f\u2028', '\ud83d', 'x\udc00']

describe.each(STRINGS)('the string %j', (string) => {
  it('is written as JSON.stringify writes it', () => {
    expect(jsonString(string)).toBe(JSON.stringify(string))
  })

  it('is written in a JSON string as JSON.stringify writes it there', () => {
    expect(`"${nestedJsonString(string)}"`).toBe(JSON.stringify(JSON.stringify(string)))
  })

  it('is the same after it was escaped and unescaped', () => {
    expect(unescaped(escaped(string))).toBe(string)
  })
})
