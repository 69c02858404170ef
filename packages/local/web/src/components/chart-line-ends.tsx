import type uPlot from 'uplot'
import { hueOf } from './chart-options'
import type { ChartSeries } from './chart-props'

/** Where the name of a series stands, in pixels from the top of the chart. */
export interface LineEnd {
  readonly name: string
  readonly top: number
}

/** Returns where the names stand: beside the last values, moved apart. Without room for all, those with the largest values. */
export function placeLineEnds(u: uPlot, series: readonly ChartSeries[]): readonly LineEnd[] {
  const { top, height } = u.bbox
  const [firstPx, heightPx] = [top / devicePixelRatio, height / devicePixelRatio]
  const ends = series.map(({ name }, index) => {
    const last = lastOf(u.data[index + 1] ?? [])
    return { name, last, top: firstPx + u.valToPos(last, 'y') }
  })
  const room = Math.max(1, Math.floor(heightPx / LINE_PX))
  const chosen = ends.length <= room ? ends : [...ends].sort((a, b) => b.last - a.last).slice(0, room)
  return moveApart(
    [...chosen].sort((a, b) => a.top - b.top),
    firstPx + heightPx,
  )
}

interface LineEndsProps {
  readonly names: readonly string[]
  /** Undefined in narrow charts: the names then stand below the chart. */
  readonly ends: readonly LineEnd[] | undefined
  readonly alone: string | undefined
  readonly onFocus: (name: string | undefined) => void
  readonly onAlone: (name: string) => void
}

/** The names of the series. Each is a button that shows it alone, or all again. */
export function LineEnds({ names, ends, alone, onFocus, onAlone }: LineEndsProps) {
  const placed = alone === undefined ? ends : names.map((name, index) => ({ name, top: 8 + index * LINE_PX }))
  const shown = placed ?? names.slice(0, MAX_BELOW).map((name) => ({ name, top: 0 }))
  return (
    <ul class="line-ends" aria-label="Series" onPointerLeave={() => onFocus(undefined)}>
      {shown.map(({ name, top }) => (
        <li key={name} style={{ top: `${top}px` }}>
          <button
            type="button"
            title={alone === name ? 'Show all' : `Only ${name}`}
            aria-pressed={alone === name}
            class={alone !== undefined && alone !== name ? 'off' : ''}
            style={{ '--hue': hueOf(name, names) }}
            onPointerEnter={() => onFocus(name)}
            onClick={() => onAlone(name)}
          >
            {name.trim() === '' ? 'empty' : name}
          </button>
        </li>
      ))}
    </ul>
  )
}

// --- helpers ---

const LINE_PX = 16
const MAX_BELOW = 12

function lastOf(values: uPlot.AlignedData[number]): number {
  for (let at = values.length - 1; at >= 0; at--) if (typeof values[at] === 'number') return values[at]!
  return 0
}

function moveApart(ends: readonly LineEnd[], bottomPx: number): readonly LineEnd[] {
  const tops: number[] = []
  for (const { top } of ends) tops.push(Math.max(top, (tops.at(-1) ?? Number.NEGATIVE_INFINITY) + LINE_PX))
  for (let at = tops.length - 1, limit = bottomPx; at >= 0; at--, limit -= LINE_PX)
    tops[at] = Math.min(tops[at]!, limit)
  return ends.map(({ name }, index) => ({ name, top: tops[index]! }))
}
