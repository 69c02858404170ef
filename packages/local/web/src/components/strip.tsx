import { useRef, useState } from 'preact/hooks'
import { count, day, shortTime } from '../state/format'
import { STRIP_BINS, type TimeRange } from '../state/time'

/** What happened in one bin of the strip. */
export interface StripBin {
  readonly total: number
  readonly warnings: number
  readonly errors: number
}

export interface StripMark {
  readonly atMs: number
  readonly label: string
}

interface StripProps {
  readonly range: TimeRange
  readonly bins: readonly StripBin[]
  readonly brush: TimeRange | undefined
  readonly onBrush: (brush: TimeRange | undefined) => void
  readonly marks?: readonly StripMark[]
  /** Shows the last picture at half strength. */
  readonly isLoading?: boolean
  /** Whether the range ends now. */
  readonly isNow?: boolean
}

/**
 * The histogram of the time range. Dragging selects a part of it, dragging the handles or the arrow keys change that part, a
 * double click or Esc removes it.
 */
export function Strip({ range, bins, brush, onBrush, marks = [], isLoading = false, isNow = false }: StripProps) {
  const plot = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag | undefined>(undefined)
  const spanMs = range.toMs - range.fromMs
  const max = Math.max(1, ...bins.map(({ total }) => total))
  const shown = drag === undefined ? brush : brushOf(drag)
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - range.fromMs) / spanMs))
  const msAt = (event: PointerEvent) => {
    const { left, width } = plot.current!.getBoundingClientRect()
    return range.fromMs + Math.min(1, Math.max(0, (event.clientX - left) / width)) * spanMs
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    const at = msAt(event)
    const nearMs = (HANDLE_PX / plot.current!.clientWidth) * spanMs
    const isNear = (edgeMs: number) => Math.abs(edgeMs - at) < nearMs
    plot.current!.setPointerCapture(event.pointerId)
    if (brush && isNear(brush.fromMs)) setDrag({ startMs: brush.toMs, endMs: brush.fromMs })
    else if (brush && isNear(brush.toMs)) setDrag({ startMs: brush.fromMs, endMs: brush.toMs })
    else setDrag({ startMs: at, endMs: at })
  }
  const onPointerUp = () => {
    if (drag === undefined) return
    const selected = brushOf(drag)
    setDrag(undefined)
    if (selected.toMs - selected.fromMs >= spanMs / STRIP_BINS / 2) onBrush(selected)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = moveBrush(event, range, brush)
    if (moved === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onBrush(moved === 'none' ? undefined : moved)
  }
  return (
    <section class={isLoading ? 'strip loading' : 'strip'} aria-label="Time strip">
      <div
        ref={plot}
        class="strip-plot"
        role="slider"
        tabIndex={0}
        aria-label="Selected time. Arrow keys move it, Shift changes its end, Escape selects all."
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share(shown?.fromMs ?? range.fromMs) * 100)}
        aria-valuetext={`${shortTime(shown?.fromMs ?? range.fromMs, true)} to ${shortTime(shown?.toMs ?? range.toMs, true)}`}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => drag && setDrag({ ...drag, endMs: msAt(event) })}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(undefined)}
        onDblClick={() => onBrush(undefined)}
        onKeyDown={onKeyDown}
      >
        <svg viewBox={`0 0 ${bins.length || STRIP_BINS} 100`} preserveAspectRatio="none" aria-hidden="true">
          {bins.map((bin, index) => {
            const middleMs = range.fromMs + ((index + 0.5) * spanMs) / bins.length
            const isOutside = shown !== undefined && (middleMs < shown.fromMs || middleMs > shown.toMs)
            return <Bar key={index} bin={bin} at={index} max={max} isOutside={isOutside} />
          })}
        </svg>
        {marks.map(({ atMs, label }) => (
          <span key={`${atMs} ${label}`} class="strip-mark" style={{ left: `${share(atMs) * 100}%` }}>
            <span class={share(atMs) > 0.5 ? 'before' : ''}>{label}</span>
          </span>
        ))}
        {shown && (
          <span
            class="strip-brush"
            style={{ left: `${share(shown.fromMs) * 100}%`, right: `${100 - share(shown.toMs) * 100}%` }}
          />
        )}
      </div>
      <div class="strip-axis" aria-hidden="true">
        {axisLabels(range).map(({ label, at }) => (
          <span key={label + at}>{isNow && at === AXIS_LABELS - 1 ? `${label} now` : label}</span>
        ))}
      </div>
      <BinTable bins={bins} range={range} />
    </section>
  )
}

// --- helpers ---

interface Drag {
  readonly startMs: number
  readonly endMs: number
}

const HANDLE_PX = 8
const AXIS_LABELS = 7

function brushOf({ startMs, endMs }: Drag): TimeRange {
  return { fromMs: Math.min(startMs, endMs), toMs: Math.max(startMs, endMs) }
}

/** The bar of a bin: neutral from the bottom up, with amber and red on the ground so that few errors are seen. */
function Bar({ bin, at, max, isOutside }: { bin: StripBin; at: number; max: number; isOutside: boolean }) {
  const height = (value: number) => (value === 0 ? 0 : Math.max(3, (value / max) * 100))
  const [errors, warnings, total] = [height(bin.errors), height(bin.warnings), height(bin.total)]
  return (
    <g class={isOutside ? 'outside' : ''}>
      <rect class="bar" x={at + 0.08} width={0.84} y={100 - total} height={total} />
      <rect class="bar-warning" x={at + 0.08} width={0.84} y={100 - errors - warnings} height={warnings} />
      <rect class="bar-error" x={at + 0.08} width={0.84} y={100 - errors} height={errors} />
    </g>
  )
}

function moveBrush(
  { key, shiftKey }: KeyboardEvent,
  range: TimeRange,
  brush: TimeRange | undefined,
): TimeRange | 'none' | undefined {
  const binMs = (range.toMs - range.fromMs) / STRIP_BINS
  if (key === 'Escape') return brush && 'none'
  const step = key === 'ArrowLeft' ? -binMs : key === 'ArrowRight' ? binMs : undefined
  if (step === undefined) return undefined
  if (brush === undefined) return { fromMs: range.toMs - 12 * binMs, toMs: range.toMs }
  if (shiftKey) return { ...brush, toMs: Math.max(brush.fromMs + binMs, Math.min(range.toMs, brush.toMs + step)) }
  const moved = Math.max(range.fromMs - brush.fromMs, Math.min(range.toMs - brush.toMs, step))
  return { fromMs: brush.fromMs + moved, toMs: brush.toMs + moved }
}

function axisLabels({ fromMs, toMs }: TimeRange): readonly { readonly label: string; readonly at: number }[] {
  const spanMs = toMs - fromMs
  const isDays = spanMs > 24 * 3_600_000
  return Array.from({ length: AXIS_LABELS }, (_, at) => {
    const ms = fromMs + (spanMs * at) / (AXIS_LABELS - 1)
    return { at, label: isDays ? `${day(ms)} ${shortTime(ms)}` : shortTime(ms, spanMs < 5 * 60_000) }
  })
}

/** The same for screen readers, in 12 steps. */
function BinTable({ bins, range }: { readonly bins: readonly StripBin[]; readonly range: TimeRange }) {
  const size = Math.max(1, Math.ceil(bins.length / 12))
  const groups = Array.from({ length: Math.ceil(bins.length / size) }, (_, at) =>
    bins.slice(at * size, (at + 1) * size),
  )
  const sum = (group: readonly StripBin[], of: keyof StripBin) => group.reduce((total, bin) => total + bin[of], 0)
  return (
    <table class="visually-hidden">
      <caption>Items over time</caption>
      <thead>
        <tr>
          <th>From</th>
          <th>Items</th>
          <th>Warnings</th>
          <th>Errors</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group, index) => (
          <tr key={index}>
            <th>{shortTime(range.fromMs + ((range.toMs - range.fromMs) * index * size) / bins.length, true)}</th>
            <td>{count(sum(group, 'total'))}</td>
            <td>{count(sum(group, 'warnings'))}</td>
            <td>{count(sum(group, 'errors'))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
