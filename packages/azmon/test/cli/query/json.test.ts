import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { jsonLines } from '../../../src/cli/query/json'
import { aResult } from './a-result'

it('writes one object per line', () => {
  const result = aResult({ name: 'string', details: 'dynamic', value: 'real' }, ['a', { b: 1 }, 1.5], ['c', null, null])
  expect(jsonLines(result)).toEqual([
    '[',
    '{"name":"a","details":{"b":1},"value":1.5},',
    '{"name":"c","details":null,"value":null}',
    ']',
  ])
})

it('is an empty array without rows', () => {
  expect(JSON.parse(jsonLines(aResult({ name: 'string' })).join('\n'))).toEqual([])
})

it('keeps every string, and contains nothing that controls a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const lines = jsonLines(aResult({ text: 'string' }, [text], [`\x1b[2J\x9b\u202e\u{e0001}${text}`]))
      expect(JSON.parse(lines.join('\n'))[0]).toEqual({ text })
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})
