import { expect, it } from '@jest/globals'
import { findProblems, formatOperation, type OperationRow } from '../src/operation'

const row = (role: string, table: string, id: string | undefined, parentId: string | undefined): OperationRow => {
  return { timestampMs: 0, role, table, summary: `${role} ${table}`, id, parentId }
}

const WHOLE: readonly OperationRow[] = [
  row('shop', 'requests', 'r1', undefined),
  row('shop', 'traces', undefined, 'r1'),
  row('shop', 'exceptions', undefined, 'r1'),
  row('shop', 'dependencies', 'd1', 'r1'),
  row('payments', 'requests', 'r2', 'd1'),
  row('payments', 'exceptions', undefined, 'r2'),
]

it('finds no problem in a whole operation', () => {
  expect(findProblems(WHOLE)).toEqual([])
})

it('finds missing rows and rows without a parent', () => {
  expect(findProblems(WHOLE.filter(({ id }) => id !== 'd1'))).toEqual([
    'shop dependencies are missing',
    'payments requests in requests has no parent',
  ])
})

it('prints each row below its parent', () => {
  expect(formatOperation(WHOLE)).toMatch(/· · · payments exceptions$/)
})
