import { useMemo } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { Strip } from '../../components/strip'
import { toObjects } from '../../query/client'
import { itemsQuery } from '../../query/items'
import { stripQuery, toBins } from '../../query/strip'
import { useQuery } from '../../query/use-query'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { useKeys } from '../../shell/keys'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { address, setParams } from '../../state/address'
import { count } from '../../state/format'
import { isNarrow } from '../../state/narrow'
import { scope, setBrush } from '../../state/scope'
import { CallPanel } from './call-panel'
import { Drawing } from './drawing'
import { buildGraph, type CallRow, type Graph, neighbours, type RoleRow } from './graph'
import { callsQuery, rolesQuery } from './map-query'
import { MapTable } from './map-table'

/** Who calls whom: roles and what they depend on, with rates, failures and durations. */
export default function MapView() {
  const { range, brush, selected } = scope.value
  const strip = useQuery(stripQuery(itemsQuery(scope.value, { range }), range))
  const calls = useQuery(callsQuery(scope.value))
  const roles = useQuery(rolesQuery(scope.value))
  const { params } = address.value
  const chosen = params.get('at') ?? undefined
  // A drawing does not fit on a narrow screen.
  const isTable = (params.get('table') ?? (isNarrow.value ? '1' : '0')) === '1'
  const graph = useMemo(
    () => buildGraph(toObjects<RoleRow>(roles.table ?? NO_ROWS), toObjects<CallRow>(calls.table ?? NO_ROWS)),
    [roles.table, calls.table],
  )
  const choose = (id: string | undefined) => setParams({ at: id })
  const setTable = (isOn: boolean) => setParams({ table: isOn === isNarrow.value ? undefined : isOn ? '1' : '0' })
  useKeys([
    { keys: 't', label: 'As table, or as a drawing', group: 'Map', run: () => setTable(!isTable) },
    { keys: 'Escape', label: 'Close the panel', group: 'Map', run: () => chosen !== undefined && choose(undefined) },
  ])
  const shown = shownPart(graph, chosen)
  const seconds = (selected.toMs - selected.fromMs) / 1_000
  const error = calls.error ?? roles.error
  const isReady = calls.table !== undefined && roles.table !== undefined
  return (
    <ViewFrame
      class="map"
      scope={
        <ScopeBar kql={() => callsQuery(scope.value)}>
          <FilterBox />
          <HealthButton />
        </ScopeBar>
      }
      strip={
        <Strip range={range} bins={toBins(strip.table)} brush={brush} onBrush={setBrush} isLoading={strip.isLoading} />
      }
      footer={<span>{isReady ? footerOf(graph, shown) : error === undefined && 'Loading'}</span>}
      keys={[
        { name: 't', label: 'as table' },
        { name: 'Escape', label: 'close' },
      ]}
    >
      {error !== undefined ? (
        <EmptyState title="The map could not be read">
          <p>{error.message}</p>
        </EmptyState>
      ) : isReady && graph.nodes.length === 0 ? (
        <EmptyState title="No requests and no dependencies in this time">
          <p class="text2">
            The map needs requests or dependencies: start tracing in your program, or select a longer time.
          </p>
        </EmptyState>
      ) : (
        <div class="map-body">
          {isTable ? (
            <MapTable graph={graph} seconds={seconds} chosen={chosen} onChoose={choose} />
          ) : (
            <Drawing graph={shown} seconds={seconds} chosen={chosen} onChoose={choose} />
          )}
          <button
            type="button"
            class="button map-table-button"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'As a drawing' : 'As table'}
          </button>
          {chosen !== undefined && (
            <CallPanel graph={graph} id={chosen} seconds={seconds} onClose={() => choose(undefined)} />
          )}
        </div>
      )}
    </ViewFrame>
  )
}

// --- helpers ---

const NO_ROWS = { columns: [], rows: [] }

/** Beyond this many nodes, a drawing says nothing. */
const MAX_NODES = 40

/** Returns the whole graph, or if it is large the neighbours of what is chosen, or else of the busiest role. */
function shownPart(graph: Graph, chosen: string | undefined): Graph {
  const { nodes, edges } = graph
  if (nodes.length <= MAX_NODES) return graph
  const edge = edges.find(({ id }) => id === chosen)
  const node = nodes.find(({ id }) => id === chosen || id === edge?.from)
  const busiest = nodes.reduce((most, each) => (each.figures.count > most.figures.count ? each : most))
  return neighbours(graph, (node ?? busiest).id)
}

function footerOf(graph: Graph, shown: Graph): string {
  const roles = graph.nodes.filter(({ kind }) => kind === 'role').length
  const outside = graph.nodes.length - roles
  const parts = [
    `${count(roles)} roles`,
    `${count(outside)} seen from outside`,
    `${count(graph.edges.length)} connections`,
  ]
  return shown === graph ? parts.join(', ') : `${parts.join(', ')}; too many to draw, so only the neighbours of one`
}
