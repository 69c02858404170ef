import { useEffect, useMemo, useState } from 'preact/hooks'
import { RoleMark } from '../../components/role-mark'
import { duration, percent } from '../../state/format'
import { cut } from '../../state/text'
import { failedShare, type Graph } from './graph'
import type { Layout, PlacedEdge, PlacedNode } from './layout'
import { rate } from './rate'

interface DrawingProps {
  readonly graph: Graph
  /** The length of the time range. */
  readonly seconds: number
  /** The id of a node or edge. */
  readonly chosen: string | undefined
  readonly onChoose: (id: string | undefined) => void
}

type LayoutModule = typeof import('./layout')

/** The graph as boxes and lines from left to right. The code that places them is loaded when it is first needed. */
export function Drawing({ graph, seconds, chosen, onChoose }: DrawingProps) {
  const [module, setModule] = useState<LayoutModule | undefined>(undefined)
  useEffect(() => void import('./layout').then(setModule), [])
  // Figures change with every query. The places depend on who calls whom only.
  const shape = graph.edges.map(({ id }) => id).join('\n') + graph.nodes.map(({ id }) => id).join('\n')
  const places = useMemo(() => module?.layOut(graph), [module, shape])
  if (module === undefined || places === undefined || graph.nodes.length === 0)
    return <div class="map-drawing" aria-busy="true" />
  const layout = withFigures(places, graph)
  const max = Math.max(1, ...graph.edges.map(({ figures }) => figures.count))
  const width = (edge: PlacedEdge) => 1.5 + 4 * Math.sqrt(edge.edge.figures.count / max)
  return (
    <div class="map-drawing">
      <svg
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        style={{ minWidth: `${Math.min(layout.width, MIN_WIDTH)}px`, maxWidth: `${layout.width * 1.15}px` }}
        aria-label="Map"
      >
        {layout.edges.map((placed) => (
          <Line
            key={placed.edge.id}
            placed={placed}
            path={module.pathOf(placed.points)}
            width={width(placed)}
            isChosen={placed.edge.id === chosen}
            onChoose={onChoose}
          />
        ))}
        {layout.nodes.map((placed) => (
          <Box
            key={placed.node.id}
            placed={placed}
            width={module.NODE_WIDTH}
            height={module.NODE_HEIGHT}
            seconds={seconds}
            isChosen={placed.node.id === chosen}
            onChoose={onChoose}
          />
        ))}
      </svg>
      <p class="map-legend">
        In a box: rate, failed, p95. <i /> The red end of a line is the share of calls that failed. Dashed: seen from
        outside only.
      </p>
    </div>
  )
}

// --- helpers, in order of use ---

/** Below this width, the drawing scrolls instead of becoming smaller. */
const MIN_WIDTH = 640

/** Puts the newest figures on the places. */
function withFigures(layout: Layout, { nodes, edges }: Graph): Layout {
  const [byNode, byEdge] = [
    new Map(nodes.map((node) => [node.id, node])),
    new Map(edges.map((edge) => [edge.id, edge])),
  ]
  return {
    ...layout,
    nodes: layout.nodes.map((placed) => ({ ...placed, node: byNode.get(placed.node.id) ?? placed.node })),
    edges: layout.edges.map((placed) => ({ ...placed, edge: byEdge.get(placed.edge.id) ?? placed.edge })),
  }
}

interface PartProps {
  readonly isChosen: boolean
  readonly onChoose: (id: string | undefined) => void
}

function Line(props: PartProps & { readonly placed: PlacedEdge; readonly path: string; readonly width: number }) {
  const { placed, path, width, isChosen, onChoose } = props
  const { id, figures } = placed.edge
  const share = failedShare(figures)
  return (
    <g class={isChosen ? 'map-edge chosen' : 'map-edge'}>
      <path class="map-line" d={path} stroke-width={width} />
      {share > 0 && (
        // The red end: a dash as long as the share, at the end of the line.
        <path
          class="map-failed"
          d={path}
          stroke-width={width}
          pathLength={100}
          stroke-dasharray={`${Math.max(8, share * 100)} 200`}
          stroke-dashoffset={Math.max(8, share * 100) - 100}
        />
      )}
      <path class="map-hit" d={path} onClick={() => onChoose(id)}>
        <title>{`${figures.count} calls, ${percent(share)} failed, p95 ${duration(figures.p95)}`}</title>
      </path>
    </g>
  )
}

interface BoxProps extends PartProps {
  readonly placed: PlacedNode
  readonly width: number
  readonly height: number
  readonly seconds: number
}

function Box({ placed, width, height, seconds, isChosen, onChoose }: BoxProps) {
  const { node, x, y } = placed
  const { figures, kind, name } = node
  const share = failedShare(figures)
  const look = ['map-node', `map-${kind}`, share >= FAILING_SHARE ? 'failing' : '', isChosen ? 'chosen' : '']
  return (
    <foreignObject x={x} y={y} width={width} height={height}>
      <button type="button" class={look.join(' ')} aria-pressed={isChosen} onClick={() => onChoose(node.id)}>
        <span class="map-name">{kind === 'role' ? <RoleMark name={name} withName /> : <b>{cut(name, 40)}</b>}</span>
        <span class="map-figures">
          <span>{rate(figures.count, seconds)}</span>
          <span class={share >= FAILING_SHARE ? 'error' : 'text3'}>
            {percent(share)}
            <span class="visually-hidden"> failed, p95 </span>
          </span>
          <span>{duration(figures.p95)}</span>
        </span>
      </button>
    </foreignObject>
  )
}

/** From this share of failures on, a box is red. */
const FAILING_SHARE = 0.05
