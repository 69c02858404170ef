import { useState } from 'preact/hooks'
import { Strip } from '../../components/strip'
import { VirtualList } from '../../components/virtual-list'
import { itemsQuery } from '../../query/items'
import { stripQuery, toBins } from '../../query/strip'
import { useQuery } from '../../query/use-query'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { useKeys } from '../../shell/keys'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { count } from '../../state/format'
import { isNarrow } from '../../state/narrow'
import { scope, setBrush } from '../../state/scope'
import { CUBE_FIELDS, CUBE_QUERY, countCube, LiveFacets } from './live-facets'
import { LIVE_COLUMNS, toLiveItems } from './live-item'
import { LiveRow } from './live-row'

export default function LiveView() {
  const [selected, setSelected] = useState<number | undefined>(undefined)
  const { range, brush, selected: shown } = scope.value
  const kql = `${itemsQuery(scope.value)}\n| ${LIVE_COLUMNS}\n| top ${PAGE} by timestamp desc`
  const strip = useQuery(stripQuery(itemsQuery(scope.value, { range }), range))
  const rows = useQuery(kql)
  const cube = useQuery(`${itemsQuery(scope.value, { except: CUBE_FIELDS })}\n| ${CUBE_QUERY}`)
  const items = rows.table === undefined ? [] : toLiveItems(rows.table)
  const move = (step: number) => () =>
    setSelected(Math.max(0, Math.min(items.length - 1, selected === undefined ? 0 : selected + step)))
  useKeys([
    { keys: ['j', 'ArrowDown'], label: 'Next', group: 'List', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous', group: 'List', run: move(-1) },
  ])
  return (
    <ViewFrame
      class="live"
      scope={
        <ScopeBar kql={() => kql}>
          <FilterBox />
          <HealthButton />
        </ScopeBar>
      }
      strip={
        <Strip range={range} bins={toBins(strip.table)} brush={brush} onBrush={setBrush} isLoading={strip.isLoading} />
      }
      footer={
        <span>
          <b>{count(countCube(cube.table))}</b> items in {Math.round((shown.toMs - shown.fromMs) / 60_000)} min
        </span>
      }
      keys={[
        { name: 'j k', label: 'move' },
        { name: '?', label: 'all keys' },
      ]}
    >
      <div class="columns">
        <aside class="facets" aria-label="Facets">
          <LiveFacets table={cube.table} />
        </aside>
        <div class="live-list">
          <VirtualList
            role="grid"
            label="Items"
            items={items}
            rowHeight={isNarrow.value ? 54 : 24}
            keyOf={({ itemId }) => itemId}
            activeIndex={selected}
            renderRow={(item, index) => (
              <LiveRow
                item={item}
                position={index + 1}
                isSelected={index === selected}
                repeatsOperation={items[index - 1]?.operation_Id === item.operation_Id}
                onOpen={() => setSelected(index)}
              />
            )}
          >
            <div class="live-row live-header" data-sticky role="row" aria-rowindex={1}>
              {HEADERS.map((name) => (
                <span key={name} role="columnheader">
                  {name}
                </span>
              ))}
            </div>
          </VirtualList>
        </div>
      </div>
    </ViewFrame>
  )
}

// --- helpers ---

const PAGE = 200
const HEADERS = ['Time', 'Role', 'Kind', 'Level', 'Message', 'Operation', 'Result', 'Duration']
