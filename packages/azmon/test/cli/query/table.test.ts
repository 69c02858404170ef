import { printable } from '@azmon/core/adapter'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { displayWidth } from '../../../src/cli/query/display-width'
import { tableLines } from '../../../src/cli/query/table'
import { aResult } from './a-result'

describe('a table', () => {
  it('aligns strings left and numbers right', () => {
    const result = aResult({ name: 'string', count_: 'long' }, ['GET /', 7], ['POST /orders', 1234])
    expect(tableLines(result)).toEqual([
      'name          count_',
      '────────────  ──────',
      'GET /              7',
      'POST /orders    1234',
    ])
  })

  it('shows datetimes in milliseconds, dynamic values as JSON and missing values as nothing', () => {
    const result = aResult(
      { timestamp: 'datetime', details: 'dynamic', success: 'bool', duration: 'real' },
      ['2026-11-30T01:02:03.1230000Z', { a: [1] }, true, 1.5],
      ['2026-11-30T01:02:03.0000000Z', null, null, null],
    )
    expect(tableLines(result).slice(2)).toEqual([
      '2026-11-30T01:02:03.123Z  {"a":[1]}  true          1.5',
      '2026-11-30T01:02:03.000Z',
    ])
  })

  it('puts each row on one line', () => {
    expect(tableLines(aResult({ message: 'string' }, ['a\r\n  b\tc']))[2]).toBe('a b c')
  })

  it('cuts the longest strings, and no numbers, to fit the terminal', () => {
    const result = aResult({ name: 'string', message: 'string', value: 'long' }, [
      'short',
      'a message of many words that goes on',
      12345678901234,
    ])
    const lines = tableLines(result, 45)
    expect(lines[2]).toBe('short  a message of many w…  12345678901234'.replace('w…  1', 'wor…  1'))
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(45)
  })

  it('cuts text before ids', () => {
    const id = '0af7651916cd43dd8448eb211c80319c'
    const result = aResult({ operation_Id: 'string', message: 'string' }, [id, 'not enough room for this message'])
    expect(tableLines(result, 50)[2]).toBe(`${id}  not enough room…`)
    expect(tableLines(result, 40)[2]).toMatch(/^0af7651916\w+… {2}not enough ro*…?/)
  })

  it('counts two columns for wide characters and none for combining ones', () => {
    const lines = tableLines(aResult({ name: 'string', n: 'int' }, ['注文', 1], ['e\u0301te\u0301', 2], ['🛒', 3]))
    expect(lines.map(displayWidth)).toEqual([7, 7, 7, 7, 7])
  })

  it('fits the terminal, whatever its strings contain', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 80 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        for (const line of tableLines(aResult({ a: 'string', b: 'string' }, ...rows), 40)) {
          expect(printable(line)).toBe(line)
          expect(displayWidth(line)).toBeLessThanOrEqual(40)
        }
      }),
    )
  })

  it('becomes blocks without empty values if the terminal is too narrow for its columns', () => {
    const columns = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`column${i}`, 'string' as const]))
    const result = aResult(
      { ...columns, properties: 'dynamic' },
      ['first', ...Array(6).fill(''), 'a long text that needs\nits lines', { orderId: '42' }],
      ['second', ...Array(7).fill('a long text, too'), null],
    )
    expect(tableLines(result, 80).slice(0, 9)).toEqual([
      'row 1',
      '  column0     first',
      '  column7     a long text that needs',
      '              its lines',
      '  properties  {',
      '                "orderId": "42"',
      '              }',
      '',
      'row 2',
    ])
  })
})
