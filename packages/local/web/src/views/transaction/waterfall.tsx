import { useMemo, useRef, useState } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { VirtualList } from '../../components/virtual-list'
import { useKeys } from '../../shell/keys'
import { duration } from '../../state/format'
import { isNarrow } from '../../state/narrow'
import { isError } from './item'
import { Overview } from './overview'
import { setErrorsOnly, setFind, setZoom, showTab, transactionState } from './selection'
import { axisTicks } from './timing'
import type { Node, Tree } from './tree'
import { visibleRows, type WaterfallRow } from './visible-rows'
import { rowKey, WaterfallLine } from './waterfall-line'

interface WaterfallProps {
  readonly tree: Tree
  readonly selected: Node | undefined
  readonly onSelect: (node: Node) => void
}

/** The spans of an operation over time, with logs and exceptions in place. */
export function Waterfall({ tree, selected, onSelect }: WaterfallProps) {
  const { errorsOnly, withPoints, find, zoom } = transactionState.value
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [nameWidth, setNameWidth] = useState(DEFAULT_NAME_WIDTH)
  const rows = useMemo(
    () => visibleRows(tree, { collapsed, unfolded, errorsOnly, withPoints, find }),
    [tree, collapsed, unfolded, errorsOnly, withPoints, find],
  )
  const lengthMs = tree.endMs - tree.startMs
  const shown = { fromMs: zoom?.fromMs ?? 0, toMs: zoom?.toMs ?? lengthMs }
  const at = rows.findIndex((row) => isAt(row, selected))
  const toggle = (row: WaterfallRow, isOpen?: boolean) => {
    if (row.kind === 'fold') return isOpen !== false && setUnfolded(new Set([...unfolded, row.key]))
    const opens = isOpen ?? row.isCollapsed
    if (row.node.children.length === 0 || opens !== row.isCollapsed) return
    setCollapsed(new Set(opens ? [...collapsed].filter((key) => key !== row.node.key) : [...collapsed, row.node.key]))
  }
  const move = (step: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
    if (next?.kind === 'node') onSelect(next.node)
    else if (next?.kind === 'fold') onSelect(next.nodes[0]!)
  }
  const foldOrGoToParent = () => {
    const row = rows[at]
    if (row === undefined) return
    if (row.kind === 'node' && row.node.children.length > 0 && !row.isCollapsed) return toggle(row, false)
    const parent = rows.slice(0, at).findLast((above) => depthOf(above) < depthOf(row))
    if (parent?.kind === 'node') onSelect(parent.node)
  }
  const goToNextError = () => {
    const later = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
    const next = later.find((row) => row.kind === 'node' && row.node.item !== undefined && isError(row.node.item))
    if (next?.kind === 'node') onSelect(next.node)
  }
  const zoomToSelected = () => {
    if (zoom !== undefined || selected === undefined || selected.endMs <= selected.startMs) return setZoom(undefined)
    setZoom({ fromMs: Math.max(0, selected.startMs - tree.startMs), toMs: selected.endMs - tree.startMs })
  }
  const group = 'Transaction'
  useKeys([
    { keys: ['j', 'ArrowDown'], label: 'Next line', group, run: () => move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous line', group, run: () => move(-1) },
    { keys: ['h', 'ArrowLeft'], label: 'Fold, or go to the parent', group, run: foldOrGoToParent },
    { keys: ['l', 'ArrowRight'], label: 'Unfold', group, run: () => at >= 0 && toggle(rows[at]!, true) },
    { keys: 'e', label: 'Next error', group, run: goToNextError },
    { keys: 'z', label: 'Zoom to the span, or back', group, run: zoomToSelected },
    { keys: 's', label: 'Logs of the span', group, run: () => showTab('logs') },
    { keys: 'Escape', label: 'Show everything', group, run: () => zoom !== undefined && setZoom(undefined) },
  ])
  return (
    <section class="waterfall" style={{ '--name-width': `${nameWidth}px` }}>
      <Overview tree={tree} zoom={zoom} onZoom={setZoom} />
      {rows.length === 0 ? (
        <EmptyState title="Nothing in this transaction matches">
          <button
            type="button"
            class="button"
            onClick={() => {
              setErrorsOnly(false)
              setFind('')
            }}
          >
            Show everything
          </button>
        </EmptyState>
      ) : (
        <div class="waterfall-tree">
          <VirtualList
            role="treegrid"
            label="Waterfall"
            items={rows}
            rowHeight={isNarrow.value ? NARROW_ROW_HEIGHT : ROW_HEIGHT}
            keyOf={rowKey}
            activeIndex={at < 0 ? undefined : at}
            renderRow={(row, index) => (
              <WaterfallLine
                row={row}
                index={index}
                startMs={tree.startMs}
                shown={shown}
                isSelected={index === at}
                onSelect={onSelect}
                onToggle={toggle}
              />
            )}
          >
            <Axis fromMs={shown.fromMs} toMs={shown.toMs} nameWidth={nameWidth} onResize={setNameWidth} />
          </VirtualList>
        </div>
      )}
    </section>
  )
}

// --- helpers ---

function isAt(row: WaterfallRow, selected: Node | undefined): boolean {
  if (selected === undefined) return false
  return row.kind === 'node' ? row.node === selected : row.nodes.includes(selected)
}

function depthOf(row: WaterfallRow): number {
  return row.kind === 'node' ? row.node.depth : row.depth
}

const DEFAULT_NAME_WIDTH = 420
const MIN_NAME_WIDTH = 180
const ROW_HEIGHT = 26
/** On a narrow screen, the bar is below the name. */
const NARROW_ROW_HEIGHT = 40

interface AxisProps {
  readonly fromMs: number
  readonly toMs: number
  readonly nameWidth: number
  readonly onResize: (widthPx: number) => void
}

/** The header of the waterfall: offsets from the start of the operation. Its left edge changes the width of the names. */
function Axis({ fromMs, toMs, nameWidth, onResize }: AxisProps) {
  const start = useRef({ x: 0, width: nameWidth })
  return (
    <div class="waterfall-row waterfall-axis" data-sticky role="row" aria-rowindex={1}>
      <div role="columnheader" class="waterfall-name">
        <span>Span or log</span>
        <span class="waterfall-legend" aria-hidden="true">
          <i class="own" /> own time <i class="waiting" /> waiting on children
        </span>
        <span
          class="resize-handle"
          aria-hidden="true"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            start.current = { x: event.clientX, width: nameWidth }
          }}
          onPointerMove={(event) => {
            if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
            const { x, width } = start.current
            onResize(Math.max(MIN_NAME_WIDTH, width + event.clientX - x))
          }}
        />
      </div>
      <div role="columnheader" aria-label="Time" class="waterfall-time">
        {axisTicks(fromMs, toMs, isNarrow.value ? TICKS_NARROW : TICKS).map((offsetMs) => (
          <span key={offsetMs} style={{ left: `${((offsetMs - fromMs) / (toMs - fromMs)) * 100}%` }}>
            {duration(offsetMs)}
          </span>
        ))}
      </div>
    </div>
  )
}

const TICKS = 5
const TICKS_NARROW = 4
