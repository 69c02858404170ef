import { expect, it } from '@jest/globals'
import { parseExactly } from '../../../src/query/remote/parse-exactly'

it('keeps integers that a number cannot hold, as strings', () => {
  expect(parseExactly('[9007199254740993,-9007199254740993,9007199254740991,{"a":12345678901234567890}]')).toEqual([
    '9007199254740993',
    '-9007199254740993',
    9007199254740991,
    { a: '12345678901234567890' },
  ])
})

it('leaves strings, fractions and exponents alone', () => {
  const json =
    '["12345678901234567","\\"12345678901234567",0.12345678901234567,1e20,12345678901234567.5,12345678901234567e2]'
  expect(parseExactly(json)).toEqual(JSON.parse(json))
})

it('parses long strings', () => {
  const value = ['a'.repeat(20_000_000), '1234567890123456']
  expect(parseExactly(JSON.stringify(value))).toEqual(value)
})

it.each(['[1234567890123456', '["1234567890123456', '1234567890123456,'])('refuses %j, as JSON.parse does', (json) => {
  expect(() => parseExactly(json)).toThrow(expect.objectContaining({ name: 'SyntaxError' }))
})
