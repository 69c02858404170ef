import { RoleMark } from '../../components/role-mark'
import { count, duration, percent } from '../../state/format'
import { cut } from '../../state/text'
import { failedShare, type Graph, type MapNode } from './graph'
import { rate } from './rate'

interface MapTableProps {
  readonly graph: Graph
  readonly seconds: number
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

/** The lines of the map as a table, the ones with the most failures first. */
export function MapTable({ graph, seconds, chosen, onChoose }: MapTableProps) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const edges = [...graph.edges].sort(
    (a, b) => b.figures.failed - a.figures.failed || b.figures.count - a.figures.count,
  )
  return (
    <div class="map-table">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" class="number">
              Calls
            </th>
            <th scope="col" class="number">
              Rate
            </th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number">
              p50
            </th>
            <th scope="col" class="number">
              p95
            </th>
          </tr>
        </thead>
        <tbody>
          {edges.map(({ id, from, to, figures, p50 }) => (
            <tr key={id} class={id === chosen ? 'selected' : ''}>
              <td>
                <Name node={nodes.get(from)} />
              </td>
              <td>
                <button type="button" class="link" onClick={() => onChoose(id)}>
                  <Name node={nodes.get(to)} />
                </button>
              </td>
              <td class="number">{count(figures.count)}</td>
              <td class="number">{rate(figures.count, seconds)}</td>
              <td class={figures.failed > 0 ? 'number error' : 'number'}>
                {count(figures.failed)} <span class="text3">{percent(failedShare(figures))}</span>
              </td>
              <td class="number">{duration(p50)}</td>
              <td class="number">{duration(figures.p95)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

// --- helpers ---

function Name({ node }: { readonly node: MapNode | undefined }) {
  if (node === undefined) return null
  if (node.kind === 'role') return <RoleMark name={node.name} withName />
  return (
    <span>
      {cut(node.name, 80)} <span class="text3">{node.type}</span>
    </span>
  )
}
