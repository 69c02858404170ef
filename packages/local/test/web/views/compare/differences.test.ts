import { expect, it } from '@jest/globals'
import { byChange, type OperationRow, onlyIn, ratio } from '../../../../web/src/views/compare/differences'

function anOperation(name: string, values: Partial<OperationRow>): OperationRow {
  const row = { totalA: 100, totalB: 100, failedA: 0, failedB: 0, p95A: 100, p95B: 100 }
  return { role: 'shop', name, ...row, ...values }
}

it('puts what fails more first, then what is slower, then the rest', () => {
  const rows = [anOperation('calm', {}), anOperation('slower', { p95A: 300 }), anOperation('failing', { failedA: 20 })]
  expect(byChange(rows).map(({ name }) => name)).toEqual(['failing', 'slower', 'calm'])
})

it('lists what only one side has, the most frequent first', () => {
  const rows = [
    anOperation('x', { totalA: 1, totalB: 0 }),
    anOperation('y', { totalA: 5, totalB: 0 }),
    anOperation('z', { totalA: 3, totalB: 3 }),
  ]
  expect(onlyIn(rows, 'a').map(({ name }) => name)).toEqual(['y', 'x'])
  expect(onlyIn(rows, 'b')).toEqual([])
})

it.each([
  [200, 100, 2],
  [1, 0, undefined],
  [null, 1, undefined],
])('the ratio of %p to %p is %p', (now, before, expected) => {
  expect(ratio(now, before)).toBe(expected)
})
