import { useEffect, useMemo } from 'preact/hooks'
import { Strip } from '../../components/strip'
import { itemsQuery } from '../../query/items'
import { stripQuery, toBins } from '../../query/strip'
import { useQuery } from '../../query/use-query'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { nowMs } from '../../state/now'
import { scope, setBrush } from '../../state/scope'
import { NOW } from '../../state/time'
import { EmptyList } from './empty-list'
import { FilterSheet } from './filter-sheet'
import { FirstRun } from './first-run/first-run'
import { useHasRows } from './has-rows'
import { hiddenHealthChecks } from './health-count'
import { LiveButton } from './live-button'
import { CUBE_FIELDS, CUBE_QUERY, LiveFacets } from './live-facets'
import { LiveFooter } from './live-footer'
import { pageQuery } from './live-item'
import { LiveList } from './live-list'
import { Tail } from './tail'
import { useVersionMarks } from './version-marks'

const KEYS = [
  { name: 'j k', label: 'move' },
  { name: 'Enter', label: 'open' },
  { name: 'Space', label: 'pause' },
  { name: '?', label: 'all keys' },
]

/** Everything that arrives, the newest on top, and the search in it. */
export default function LiveView() {
  const tail = useMemo(() => new Tail(), [])
  useEffect(() => tail.start(), [tail])
  const { range, brush } = scope.value
  const version = nowMs.value
  const hasRows = useHasRows(tail)
  const strip = useQuery(stripQuery(itemsQuery(scope.value, { range }), range), version)
  const cube = useQuery(`${itemsQuery(scope.value, { except: CUBE_FIELDS })}\n| ${CUBE_QUERY}`, version, FACET_DELAY_MS)
  const hidden = useQuery(hiddenHealthChecks(), version, FACET_DELAY_MS)
  const marks = useVersionMarks()
  if (hasRows === false) return <FirstRun />
  return (
    <ViewFrame
      class="live"
      scope={
        <ScopeBar kql={() => pageQuery(scope.peek())} before={<LiveButton tail={tail} />}>
          <FilterBox />
          <HealthButton hidden={hidden.table && Number(hidden.table.rows[0]?.[0] ?? 0)} />
          <FilterSheet table={cube.table} />
        </ScopeBar>
      }
      strip={
        <Strip
          range={range}
          bins={toBins(strip.table)}
          brush={brush}
          onBrush={setBrush}
          isLoading={strip.isStale}
          marks={marks}
          isNow={scope.value.to === NOW}
        />
      }
      footer={<LiveFooter tail={tail} table={cube.table} />}
      keys={KEYS}
    >
      <div class="columns">
        <aside class="facets" aria-label="Facets">
          <LiveFacets table={cube.table} />
        </aside>
        <div class="live-list">
          {tail.hasLoaded.value && tail.items.value.length === 0 ? <EmptyList /> : <LiveList tail={tail} />}
        </div>
      </div>
    </ViewFrame>
  )
}

// --- helpers ---

/** The list comes first. */
const FACET_DELAY_MS = 100
