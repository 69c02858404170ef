import { describe, expect, it } from '@jest/globals'
import { buildTree, deepestError, type Node } from '../../../../web/src/views/transaction/tree'
import { aLog, anException, aRequest, aSpan, START_MS } from './a-transaction'

/** The titles, indented by depth. */
function outline(nodes: readonly Node[]): string[] {
  return nodes.map(({ depth, item, missingId }) => `${'  '.repeat(depth)}${item?.title ?? `missing ${missingId}`}`)
}

describe('buildTree', () => {
  it('puts spans and logs below the span that caused them, in order of their start', () => {
    const items = [
      aLog('said by b', 'b', 15),
      aSpan('c', 'a', [40, 50]),
      aRequest('a', '', [0, 100]),
      aRequest('b', 'client', [12, 30]),
      aSpan('client', 'a', [10, 35]),
    ]
    const { nodes, startMs, endMs } = buildTree(items, 'operation')
    expect(outline(nodes)).toEqual(['a', '  client', '    b', '      said by b', '  c'])
    expect([startMs - START_MS, endMs - START_MS]).toEqual([0, 100])
  })

  it('has no parent for an item whose parent is the operation', () => {
    expect(outline(buildTree([aRequest('a', 'operation', [0, 1])], 'operation').nodes)).toEqual(['a'])
  })

  it('puts items below a node for their parent if it was not received', () => {
    const items = [aRequest('late', 'gone', [20, 30]), aRequest('a', '', [0, 5]), aLog('l', 'gone', 25)]
    const { roots, nodes } = buildTree(items, '')
    expect(outline(nodes)).toEqual(['a', 'missing gone', '  late', '  l'])
    expect([roots[1]?.startMs, roots[1]?.endMs]).toEqual([START_MS + 20, START_MS + 30])
  })

  it('starts with a page view if the browser sent one', () => {
    const items = [aRequest('r', 'page', [5, 9]), aSpan('page', '', [0, 20], { itemType: 'pageView' })]
    expect(outline(buildTree(items, '').nodes)).toEqual(['page', '  r'])
  })

  it('makes roots of spans that are their own parents, directly or through others', () => {
    const items = [
      aSpan('self', 'self', [0, 1]),
      aSpan('x', 'y', [2, 3]),
      aSpan('y', 'x', [4, 5]),
      aSpan('below', 'x', [6, 7]),
    ]
    expect(outline(buildTree(items, '').nodes)).toEqual(['self', 'x', '  below', 'y'])
  })

  it('keeps both of two spans with the same id', () => {
    const items = [aSpan('a', '', [0, 9]), aSpan('a', '', [0, 5]), aSpan('child', 'a', [1, 2])]
    expect(outline(buildTree(items, '').nodes)).toEqual(['a', '  child', 'a'])
  })

  it('accepts a child that starts before its parent', () => {
    const { nodes, startMs } = buildTree([aRequest('a', '', [10, 20]), aSpan('early', 'a', [5, 15])], '')
    expect(outline(nodes)).toEqual(['a', '  early'])
    expect(startMs).toBe(START_MS + 5)
  })

  it('is empty without items, and never has a length of zero', () => {
    expect(buildTree([], '')).toEqual({ roots: [], nodes: [], startMs: 0, endMs: 1 })
    const { startMs, endMs } = buildTree([aLog('only', '', 0)], '')
    expect(endMs - startMs).toBe(1)
  })

  it('accepts a chain of 10,000 spans', () => {
    const items = Array.from({ length: 10_000 }, (_, n) => aSpan(String(n + 1), n === 0 ? '' : String(n), [n, 20_000]))
    expect(buildTree(items, '').nodes.at(-1)?.depth).toBe(9_999)
  })
})

describe('deepestError', () => {
  it('is the exception with the most parents, the first of several', () => {
    const items = [
      aRequest('a', '', [0, 9], { success: 'False' }),
      aRequest('b', 'a', [1, 8], { success: 'False' }),
      anException('Outer', 'a', 7),
      anException('Inner', 'b', 5),
      anException('Later', 'b', 6),
    ]
    expect(deepestError(buildTree(items, ''))?.item?.title).toBe('Inner: m')
  })

  it('is the deepest failed span if there is no exception, and undefined without errors', () => {
    const failed = aRequest('b', 'a', [1, 2], { success: 'False' })
    expect(deepestError(buildTree([aRequest('a', '', [0, 3]), failed], ''))?.item).toBe(failed)
    expect(deepestError(buildTree([aRequest('a', '', [0, 3])], ''))).toBeUndefined()
  })
})
