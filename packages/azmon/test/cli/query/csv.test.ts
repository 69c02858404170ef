import { expect, it } from '@jest/globals'
import { csvLines } from '../../../src/cli/query/csv'
import { aResult } from './a-result'

it('quotes fields with commas, quotes, line breaks and spaces at an end', () => {
  const row = ['a, b', 'say "hi"', 'one\r\ntwo', ' padded']
  const result = aResult({ a: 'string', 'b,c': 'string', d: 'string', e: 'string' }, row)
  expect(csvLines(result)).toEqual(['a,"b,c",d,e', '"a, b","say ""hi""","one\ntwo"," padded"'])
})

it('writes datetimes whole, dynamic values as JSON and missing values as nothing', () => {
  const result = aResult({ timestamp: 'datetime', details: 'dynamic', success: 'bool', value: 'long' }, [
    '2026-11-30T01:02:03.1230000Z',
    { a: [1] },
    false,
    null,
  ])
  expect(csvLines(result)[1]).toBe('2026-11-30T01:02:03.1230000Z,"{""a"":[1]}",false,')
})
