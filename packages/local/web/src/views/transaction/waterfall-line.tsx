import { Glyph, type GlyphName } from '../../components/glyph'
import { Message } from '../../components/message'
import { RoleMark } from '../../components/role-mark'
import { count, duration } from '../../state/format'
import { cut } from '../../state/text'
import { hueOf } from './hue-of'
import { type Item, type ItemKind, isError, isSpan } from './item'
import type { Zoom } from './selection'
import { ownIntervals } from './timing'
import type { Node } from './tree'
import type { WaterfallRow } from './visible-rows'

interface WaterfallLineProps {
  readonly row: WaterfallRow
  readonly index: number
  readonly startMs: number
  /** The visible offsets from the start. */
  readonly shown: Zoom
  readonly isSelected: boolean
  readonly onSelect: (node: Node) => void
  readonly onToggle: (row: WaterfallRow) => void
}

export function rowKey(row: WaterfallRow): string {
  return row.kind === 'fold' ? row.key : row.node.key
}

/** A line of the waterfall: a span with its bar, a log or exception with its mark, or several equal spans as one. */
export function WaterfallLine({ row, index, startMs, shown, isSelected, onSelect, onToggle }: WaterfallLineProps) {
  const node = row.kind === 'fold' ? row.nodes[0]! : row.node
  const isParent = row.kind === 'fold' || node.children.length > 0
  const isOpen = row.kind === 'node' && !row.isCollapsed
  const { item } = node
  const pointAt = item === undefined || isSpan(item) ? undefined : placer(startMs, shown)(item.startMs)
  const runsOn = pointAt !== undefined && pointAt > 20 && pointAt <= 100
  const look = [
    'waterfall-row',
    isSelected ? 'selected' : '',
    item !== undefined && isError(item) ? 'is-error' : '',
    item?.severityLevel === 2 ? 'is-warning' : '',
    item === undefined ? 'is-missing' : '',
    runsOn ? 'runs-on' : '',
  ]
  return (
    <div
      class={look.join(' ')}
      role="row"
      tabIndex={isSelected ? 0 : -1}
      aria-level={node.depth + 1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-expanded={isParent ? isOpen : undefined}
      aria-label={nameOf(row)}
      onClick={() => (row.kind === 'fold' ? onToggle(row) : onSelect(node))}
    >
      <div
        role="gridcell"
        class="waterfall-name"
        style={{ paddingLeft: `${indentOf(node.depth)}px`, '--point-at': runsOn ? String(pointAt / 100) : undefined }}
      >
        {isParent ? (
          <button
            type="button"
            tabIndex={-1}
            class="fold"
            aria-label={isOpen ? 'Fold' : 'Unfold'}
            onClick={(event) => {
              event.stopPropagation()
              onToggle(row)
            }}
          >
            <Glyph name={isOpen ? 'down' : 'right'} />
          </button>
        ) : (
          <span class="fold" />
        )}
        <Name row={row} />
      </div>
      <div role="gridcell" class="waterfall-time">
        {row.kind === 'fold' ? (
          evenly(row.nodes, MAX_FOLDED_BARS).map((each) => (
            <Bar key={each.key} node={each} startMs={startMs} shown={shown} withLabel={false} />
          ))
        ) : item !== undefined && !isSpan(item) ? (
          <Point item={item} startMs={startMs} shown={shown} />
        ) : (
          <Bar node={node} startMs={startMs} shown={shown} withLabel />
        )}
      </div>
    </div>
  )
}

export function glyphOf(kind: ItemKind): GlyphName {
  return GLYPHS[kind]
}

// --- helpers, in order of use ---

const GLYPHS: Readonly<Record<ItemKind, GlyphName>> = {
  request: 'request',
  dependency: 'dependency',
  pageView: 'pageView',
  availabilityResult: 'availability',
  trace: 'log',
  exception: 'exception',
  customEvent: 'event',
}

/** More bars than that lie on each other. */
const MAX_FOLDED_BARS = 300

function evenly<T>(values: readonly T[], maxCount: number): readonly T[] {
  const step = Math.ceil(values.length / maxCount)
  return values.filter((_, index) => index % step === 0)
}

const INDENT_PX = 14
const MAX_INDENTS = 14

function indentOf(depth: number): number {
  return Math.min(depth, MAX_INDENTS) * INDENT_PX
}

/** What a screen reader says of a row. */
function nameOf(row: WaterfallRow): string {
  if (row.kind === 'fold') return `${row.nodes.length} times ${row.nodes[0]?.item?.title ?? ''}`
  const { item, missingId } = row.node
  if (item === undefined) return `parent ${missingId}, not received`
  const { role, kind, title, resultCode, durationMs } = item
  return [role, kind, title, resultCode, isSpan(item) ? duration(durationMs) : ''].filter(Boolean).join(', ')
}

function Name({ row }: { readonly row: WaterfallRow }) {
  const { item, missingId } = row.kind === 'fold' ? row.nodes[0]! : row.node
  if (item === undefined) {
    return <span class="waterfall-title text3">parent {cut(missingId ?? '', 60)} was not received</span>
  }
  const { role, kind, title, detail, resultCode, isFailed } = item
  return (
    <>
      <RoleMark name={role} />
      <Glyph name={glyphOf(kind)} class="kind" />
      <span class="waterfall-title" title={cut(title, 1_000)}>
        <Message text={title} /> <span class="text3">{cut(detail, 100)}</span>
        {row.kind === 'fold' && <b> × {count(row.nodes.length)}</b>}
      </span>
      {isSpan(item) && resultCode !== '0' && (
        <span class={isFailed ? 'waterfall-result error' : 'waterfall-result text3'}>{cut(resultCode, 12)}</span>
      )}
      {isSpan(item) && <span class="narrow-duration text2">{duration(item.durationMs)}</span>}
    </>
  )
}

interface PartProps {
  readonly startMs: number
  readonly shown: Zoom
}

/** Solid is own time, tint is waiting on children, a red end is failure. */
function Bar({ node, startMs, shown, withLabel }: PartProps & { readonly node: Node; readonly withLabel: boolean }) {
  const place = placer(startMs, shown)
  const left = place(node.startMs)
  const right = place(node.endMs)
  if (right < 0 || left > 100) return null
  const { item } = node
  const own = item === undefined ? [] : ownIntervals(node)
  return (
    <>
      <span
        class={item === undefined ? 'bar-span missing' : 'bar-span'}
        style={{ left: `${clamp(left)}%`, width: `${clamp(right) - clamp(left)}%`, '--hue': hueOf(item?.role ?? '') }}
      >
        {own.map((part) => {
          const [from, to] = [clamp(place(part.startMs)), clamp(place(part.endMs))]
          const width = Math.max(clamp(right) - clamp(left), Number.EPSILON)
          const style = { left: `${((from - clamp(left)) / width) * 100}%`, width: `${((to - from) / width) * 100}%` }
          return <i key={part.startMs} style={style} />
        })}
        {item?.isFailed && <b />}
      </span>
      {withLabel && (
        <span class="bar-label" style={{ left: `calc(${clamp(right)}% + 10px)` }}>
          {duration(node.endMs - node.startMs)}
        </span>
      )}
    </>
  )
}

/** A log, exception or event at its time. Its text may run on towards it. */
function Point({ item, startMs, shown }: PartProps & { readonly item: Item }) {
  const left = placer(startMs, shown)(item.startMs)
  if (left < 0 || left > 100) return null
  return (
    <>
      <span class="point" style={{ left: `${left}%` }} />
      <span
        class="bar-label"
        style={left < 50 ? { left: `calc(${left}% + 10px)` } : { right: `calc(${100 - left}% + 10px)` }}
      >
        {duration(item.startMs - startMs)}
      </span>
    </>
  )
}

/** Returns a function from a time to its place in the visible range, in percent. */
function placer(startMs: number, { fromMs, toMs }: Zoom): (ms: number) => number {
  return (ms) => ((ms - startMs - fromMs) / (toMs - fromMs)) * 100
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent))
}
