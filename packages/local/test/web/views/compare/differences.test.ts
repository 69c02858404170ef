import { expect, it } from '@jest/globals'
import { byChange, type OperationRow, onlyIn, pairUp, ratio } from '../../../../web/src/views/compare/differences'

function anOperation(name: string, total: number, failed = 0, p95 = 100): OperationRow {
  return { role: 'shop', name, total, failed, p50: p95 / 2, p95 }
}

it('puts the same operations of both sides together', () => {
  const pairs = pairUp(
    [anOperation('same', 10), anOperation('new', 1)],
    [anOperation('same', 20), anOperation('gone', 2)],
  )
  expect(pairs.map(({ name, a, b }) => [name, a?.total, b?.total])).toEqual([
    ['same', 10, 20],
    ['new', 1, undefined],
    ['gone', undefined, 2],
  ])
})

it('puts what fails more first, then what is slower, then the rest', () => {
  const a = [anOperation('calm', 100), anOperation('slower', 100, 0, 300), anOperation('failing', 100, 20)]
  const b = [anOperation('calm', 100), anOperation('slower', 100), anOperation('failing', 100)]
  expect(byChange(pairUp(a, b)).map(({ name }) => name)).toEqual(['failing', 'slower', 'calm'])
})

it('lists what only one side has, the most frequent first', () => {
  const pairs = pairUp([anOperation('x', 1), anOperation('y', 5), anOperation('z', 3)], [anOperation('z', 3)])
  expect(onlyIn(pairs, 'a').map(({ name }) => name)).toEqual(['y', 'x'])
  expect(onlyIn(pairs, 'b')).toEqual([])
})

it.each([
  [200, 100, 2],
  [1, 0, undefined],
  [null, 1, undefined],
])('the ratio of %p to %p is %p', (now, before, expected) => {
  expect(ratio(now, before)).toBe(expected)
})
