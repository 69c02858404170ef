import { Graph as DagreGraph, layout as runDagre } from '@dagrejs/dagre'
import type { Graph, MapEdge, MapNode } from './graph'

export const NODE_WIDTH = 178
export const NODE_HEIGHT = 64

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedNode {
  readonly node: MapNode
  /** The upper left corner. */
  readonly x: number
  readonly y: number
}

export interface PlacedEdge {
  readonly edge: MapEdge
  /** From the right side of the caller to the left side of what it calls. */
  readonly points: readonly Point[]
}

export interface Layout {
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
}

/** Places the nodes from left to right in the direction of the calls. */
export function layOut({ nodes, edges }: Graph): Layout {
  const graph = new DagreGraph()
  graph.setGraph({ rankdir: 'LR', nodesep: 44, ranksep: 96, marginx: MARGIN, marginy: MARGIN })
  for (const node of nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to, {})
  runDagre(graph)
  const placed = new Map(
    nodes.map((node) => {
      const { x, y } = graph.node(node.id)
      return [node.id, { node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }]
    }),
  )
  const { width = 0, height = 0 } = graph.graph()
  return {
    nodes: [...placed.values()],
    edges: edges.map((edge) => ({ edge, points: pointsOf(edge, placed) })),
    width,
    height,
  }
}

/** Returns the path of an edge as SVG: a curve that leaves and arrives horizontally. */
export function pathOf(points: readonly Point[]): string {
  const [start, ...others] = points
  if (start === undefined) return ''
  let path = `M${start.x} ${start.y}`
  let from = start
  for (const to of others) {
    const bend = Math.max(24, Math.abs(to.x - from.x) / 2)
    path += ` C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`
    from = to
  }
  return path
}

// --- helpers ---

const MARGIN = 24

function pointsOf({ from, to }: MapEdge, placed: ReadonlyMap<string, PlacedNode>): readonly Point[] {
  const [caller, called] = [placed.get(from), placed.get(to)]
  if (caller === undefined || called === undefined) return []
  const start = { x: caller.x + NODE_WIDTH, y: caller.y + NODE_HEIGHT / 2 }
  // A role that calls itself: a loop above the node.
  if (caller === called) {
    return [start, { x: caller.x + NODE_WIDTH / 2, y: caller.y - 18 }, { x: caller.x, y: start.y }]
  }
  return [start, { x: called.x, y: called.y + NODE_HEIGHT / 2 }]
}
