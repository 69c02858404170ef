import { describe, expect, it } from '@jest/globals'
import { buildGraph, type CallRow, failedShare, neighbours } from '../../../../web/src/views/map/graph'

function aCall(caller: string, values: Partial<CallRow>): CallRow {
  return { caller, callee: '', target: '', type: '', calls: 1, failed: 0, p50: 1, p95: 2, p99: 3, ...values }
}

const roles = [{ role: 'shop', requests: 100, failed: 2, p95: 80 }]

describe('buildGraph', () => {
  it('joins a role to the role that served its calls', () => {
    const calls = [aCall('shop', { callee: 'payments', calls: 10, failed: 3, p95: 40 })]
    const { nodes, edges } = buildGraph(roles, calls)
    expect(nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['role:shop', 'role'],
      ['role:payments', 'role'],
    ])
    expect(edges).toMatchObject([
      { from: 'role:shop', to: 'role:payments', figures: { count: 10, failed: 3, p95: 40 } },
    ])
    expect(failedShare(edges[0]!.figures)).toBe(0.3)
  })

  it('shows what no role serves as seen from outside, with the figures of all its calls', () => {
    const calls = [
      aCall('shop', { target: 'db', type: 'SQL', calls: 10, p95: 5 }),
      aCall('payments', { target: 'db', type: 'SQL', calls: 20, failed: 1, p95: 9 }),
    ]
    const db = buildGraph(roles, calls).nodes.find(({ kind }) => kind === 'outside')
    expect(db).toMatchObject({ id: 'outside:db', type: 'SQL', figures: { count: 30, failed: 1, p95: 9 } })
  })

  it('adds up the calls of one way, whatever their type', () => {
    const calls = [aCall('shop', { target: 'x', type: 'HTTP', calls: 1 }), aCall('shop', { target: 'x', calls: 2 })]
    expect(buildGraph(roles, calls).edges.map(({ figures }) => figures.count)).toEqual([3])
  })

  it('keeps a role and a target of the same name apart', () => {
    const { nodes } = buildGraph(roles, [aCall('shop', { target: 'shop' })])
    expect(nodes.map(({ id }) => id)).toEqual(['role:shop', 'outside:shop'])
  })

  it('names a target after its type, or unknown', () => {
    const calls = [aCall('shop', { type: 'Redis' }), aCall('shop', {})]
    expect(buildGraph([], calls).nodes.map(({ name }) => name)).toEqual(['shop', 'Redis', 'unknown'])
  })
})

it('finds a node, what it calls and what calls it', () => {
  const calls = [aCall('a', { callee: 'b' }), aCall('b', { callee: 'c' }), aCall('c', { callee: 'd' })]
  const { nodes, edges } = neighbours(buildGraph([], calls), 'role:b')
  expect([nodes.map(({ name }) => name), edges.length]).toEqual([['a', 'b', 'c'], 2])
})
