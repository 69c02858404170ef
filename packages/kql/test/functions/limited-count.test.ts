import { expect, it } from '@jest/globals'
import { valueOfKql } from '../run-kql'

it.each([
  'repeat(1, 1048577)',
  'repeat("abcdefgh", 200000)',
  'strrep("a", 1048577)',
  'strrep("a", 600000, "--")',
  'strrep("ab", 9223372036854775807)',
  'array_length(range(1, 1048577))',
  'array_length(range(0.0, 1.0, 0.0000001))',
  'array_length(range(datetime(2020-01-01), datetime(2021-01-01), 1s))',
])('%s fails, because its value would be too large', async (expression) => {
  await expect(valueOfKql(expression)).rejects.toThrow('makes at most 1048576 elements or characters')
})

it.each([
  ['array_length(repeat(1, 1048576))', 1_048_576],
  ['strlen(strrep("a", 1048576))', 1_048_576],
  ['array_length(range(1, 1048576))', 1_048_576],
])('%s is %i', async (expression, value) => {
  expect(await valueOfKql(expression)).toBe(value)
})
