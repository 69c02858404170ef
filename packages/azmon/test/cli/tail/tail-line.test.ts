import { printable } from '@azmon/core/adapter'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { displayWidth } from '../../../src/cli/query/display-width'
import { colorOf, TailLines } from '../../../src/cli/tail/tail-line'
import type { TailRow } from '../../../src/cli/tail/tail-row'

function aRow(row: Partial<TailRow>): TailRow {
  return {
    timestamp: '2026-11-30T01:02:03.0450000Z',
    itemId: 'a',
    itemType: 'trace',
    role: 'shop',
    level: 1,
    name: '',
    message: '',
    type: '',
    outerMessage: '',
    target: '',
    success: '',
    resultCode: '',
    durationMs: undefined,
    value: undefined,
    ...row,
  }
}

/** The line without its time, which is in the time zone of the machine. */
const lineOf = (row: Partial<TailRow>, columns?: number) => new TailLines().lineOf(aRow(row), columns).slice(14)

it.each<[Partial<TailRow>, string]>([
  [{ message: 'Hello\n  world', level: 2 }, 'shop  warning  trace      Hello world'],
  [
    { itemType: 'request', name: 'GET /', resultCode: '500', success: 'False', durationMs: 12.34, level: 3 },
    'shop  error    request    GET /  500  12 ms',
  ],
  [
    { itemType: 'dependency', name: 'SELECT', target: 'db', resultCode: '0', success: 'True', durationMs: 1.26 },
    'shop  info     dependency SELECT (db)  1.3 ms',
  ],
  [
    { itemType: 'dependency', name: 'GET pay.example/', target: 'pay.example', success: 'False', resultCode: '0' },
    'shop  info     dependency GET pay.example/  failed',
  ],
  [
    { itemType: 'exception', type: 'CardError', outerMessage: 'declined', level: 4 },
    'shop  critical exception  CardError: declined',
  ],
  [{ itemType: 'customMetric', name: 'orders', value: 3 }, 'shop  info     metric     orders = 3'],
  [{ itemType: 'customEvent', name: 'Ordered', role: '' }, '-     info     event      Ordered'],
  [{ itemType: 'request', name: 'GET /', durationMs: 61_250 }, 'shop  info     request    GET /  61.3 s'],
])('%p is one line', (row, line) => {
  expect(lineOf(row)).toBe(line)
})

it('shows the time of day in milliseconds', () => {
  expect(new TailLines().lineOf(aRow({}), undefined)).toMatch(/^\d\d:\d\d:03\.045 {2}/)
})

it('cuts the text, not the result, to fit the terminal', () => {
  const row = { itemType: 'request', name: `GET /${'注文'.repeat(50)}`, resultCode: '200', durationMs: 1 }
  const line = new TailLines().lineOf(aRow(row), 80)
  expect(line).toMatch(/… {2}200 {2}1 ms$/)
  expect(displayWidth(line)).toBeLessThanOrEqual(80)
})

it('is one line that fits, whatever the row contains', () => {
  const any = fc.string({ unit: 'binary', maxLength: 60 })
  const row = fc.record({
    role: any,
    itemType: fc.constantFrom('trace', 'request'),
    message: any,
    name: any,
    resultCode: any,
  })
  fc.assert(
    fc.property(row, (values) => {
      const line = new TailLines().lineOf(aRow({ ...values, durationMs: 5 }), 100)
      expect(printable(line)).toBe(line)
      expect(displayWidth(line)).toBeLessThanOrEqual(100)
    }),
  )
})

it('aligns rows below longer roles', () => {
  const lines = new TailLines()
  lines.lineOf(aRow({ role: 'payments' }), undefined)
  expect(lines.lineOf(aRow({ message: 'm' }), undefined).slice(14)).toBe('shop      info     trace      m')
})

describe('the color', () => {
  it.each([
    [0, 'gray'],
    [1, undefined],
    [2, 'yellow'],
    [3, 'red'],
    [4, 'red'],
  ])('of level %d is %s', (level, color) => {
    expect(colorOf(aRow({ level }))).toBe(color)
  })
})
