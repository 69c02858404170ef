import { Glyph } from '../../components/glyph'
import { NotRead } from '../../components/not-read'
import { RoleMark } from '../../components/role-mark'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { hrefOf } from '../../state/address'
import { count, duration, percent } from '../../state/format'
import { scope, scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { hasView } from '../../views'
import { failedShare, type Graph, type MapNode } from './graph'
import { codesQuery, type MapPart } from './map-query'
import { rate } from './rate'

interface CallPanelProps {
  readonly graph: Graph
  /** The id of a node or edge. */
  readonly id: string
  readonly seconds: number
  readonly onClose: () => void
}

/** The figures of a box or a line, its result codes, and the ways to look closer. */
export function CallPanel({ graph, id, seconds, onClose }: CallPanelProps) {
  const node = graph.nodes.find((each) => each.id === id)
  const edge = graph.edges.find((each) => each.id === id)
  const [from, to] = [
    graph.nodes.find((each) => each.id === edge?.from),
    graph.nodes.find((each) => each.id === edge?.to),
  ]
  const figures = (node ?? edge)?.figures
  return (
    <aside class="details map-panel" aria-label="Figures">
      <header>
        <span class="text3">{node !== undefined ? (node.kind === 'role' ? 'Role' : 'Dependency') : 'Calls'}</span>
        <button type="button" class="icon" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      {figures === undefined ? (
        <p class="text2">It has no calls in this time.</p>
      ) : (
        <>
          <h2>
            {node !== undefined && <Name node={node} />}
            {from && to && (
              <>
                <Name node={from} /> <span class="text2">to</span> <Name node={to} />
              </>
            )}
          </h2>
          <dl class="map-rows">
            <Row name={node?.kind === 'role' ? 'Requests' : 'Calls'} value={count(figures.count)} />
            <Row name="Rate" value={rate(figures.count, seconds)} />
            <Row
              name="Failed"
              value={`${count(figures.failed)}, ${percent(failedShare(figures))}`}
              isError={figures.failed > 0}
            />
            {edge && <Row name="p50" value={duration(edge.p50)} />}
            <Row name="p95" value={duration(figures.p95)} />
            {edge && <Row name="p99" value={duration(edge.p99)} />}
          </dl>
          <Codes key={id} node={node} from={from} to={to} />
          <Links node={node} from={from} />
        </>
      )}
    </aside>
  )
}

// --- helpers, in order of use ---

function Name({ node }: { readonly node: MapNode }) {
  return node.kind === 'role' ? <RoleMark name={node.name} withName /> : <span>{cut(node.name, 80)}</span>
}

function Row({ name, value, isError = false }: { name: string; value: string; isError?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isError ? 'error' : ''}>{value}</dd>
    </div>
  )
}

/** How often each result code occurred. */
function Codes(part: MapPart) {
  const { table, error } = useQuery(codesQuery(part, scope.value))
  const codes = table === undefined ? [] : toObjects<Code>(table)
  const max = Math.max(1, ...codes.map(({ calls }) => calls))
  if (codes.length === 0 && error === undefined) return null
  return (
    <section class="map-codes">
      <h3>Result codes</h3>
      {error && <NotRead error={error} />}
      {codes.map(({ code, calls, failed }) => (
        <div key={code}>
          <code>{cut(code || 'none', 12)}</code>
          <span
            class={failed > 0 ? 'map-code-bar failed' : 'map-code-bar'}
            style={{ width: `${(calls / max) * 60}%` }}
          />
          <span>{count(calls)}</span>
        </div>
      ))}
    </section>
  )
}

interface Code {
  readonly code: string
  readonly calls: number
  readonly failed: number
}

function Links({ node, from }: { readonly node: MapNode | undefined; readonly from: MapNode | undefined }) {
  const role = node?.kind === 'role' ? node.name : from?.name
  const changes = role === undefined ? {} : { role }
  const links = [
    { name: 'Failures', path: '/failures' },
    { name: 'Performance', path: '/performance' },
    { name: 'Live', path: '/live' },
  ].filter(({ path }) => hasView(path))
  return (
    <p class="map-links">
      {links.map(({ name, path }) => (
        <a key={path} class="button" href={hrefOf(path, scopeParams(), changes)}>
          {name}
        </a>
      ))}
    </p>
  )
}
