import { describe, expect, it } from '@jest/globals'
import type { Item } from '../../../../web/src/views/transaction/item'
import { buildTree } from '../../../../web/src/views/transaction/tree'
import { type RowFilter, visibleRows } from '../../../../web/src/views/transaction/visible-rows'
import { aLog, anException, aRequest, aSpan } from './a-transaction'

const everything: RowFilter = {
  collapsed: new Set(),
  unfolded: new Set(),
  errorsOnly: false,
  withPoints: true,
  find: '',
}

function rowsOf(items: readonly Item[], filter: Partial<RowFilter> = {}): string[] {
  return visibleRows(buildTree(items, ''), { ...everything, ...filter }).map((row) =>
    row.kind === 'fold' ? `${row.nodes[0]?.item?.title} × ${row.nodes.length}` : (row.node.item?.title ?? 'missing'),
  )
}

const shop = [
  aRequest('a', '', [0, 100]),
  aLog('started', 'a', 1),
  aRequest('b', 'a', [10, 60], { customDimensions: { 'card.brand': 'Visa' } }),
  anException('Declined', 'b', 50),
  aSpan('c', 'a', [70, 80]),
]
const keyOf = (index: number) => shop[index]!.itemId

describe('visibleRows', () => {
  it('are all nodes in the order of the tree', () => {
    expect(rowsOf(shop)).toEqual(['a', 'started', 'b', 'Declined: m', 'c'])
  })

  it('leave out what is below a collapsed node', () => {
    expect(rowsOf(shop, { collapsed: new Set([keyOf(2)]) })).toEqual(['a', 'started', 'b', 'c'])
  })

  it('are the errors and their parents', () => {
    expect(rowsOf(shop, { errorsOnly: true })).toEqual(['a', 'b', 'Declined: m'])
  })

  it('are the spans only', () => {
    expect(rowsOf(shop, { withPoints: false })).toEqual(['a', 'b', 'c'])
  })

  it('are the items that contain a text in any value, in any case', () => {
    expect(rowsOf(shop, { find: 'visa' })).toEqual(['a', 'b'])
  })
})

describe('a transaction of more than 1,000 nodes', () => {
  const queries = Array.from({ length: 1_000 }, (_, n) => aSpan(String(n), 'a', [n, n + 1], { name: 'SELECT prices' }))
  const large = [...shop, ...queries]

  it('shows equal siblings as one row', () => {
    expect(rowsOf(large)).toEqual(['a', 'SELECT prices × 1000', 'started', 'b', 'Declined: m', 'c'])
  })

  it('shows them again when the fold is opened', () => {
    const fold = visibleRows(buildTree(large, ''), everything).find((row) => row.kind === 'fold')
    expect(rowsOf(large, { unfolded: new Set([fold?.kind === 'fold' ? fold.key : '']) })).toHaveLength(1_005)
  })

  it('never folds a failed span', () => {
    const failed = aSpan('f', 'a', [5, 6], { name: 'SELECT prices', success: 'False' })
    expect(rowsOf([...large, failed])).toContain('SELECT prices')
  })
})
