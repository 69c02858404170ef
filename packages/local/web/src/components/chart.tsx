import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { theme } from '../state/preferences'
import { type LineEnd, LineEnds, placeLineEnds } from './chart-line-ends'
import { chartData, chartOptions, hueOf } from './chart-options'
import type { ChartProps } from './chart-props'
import { ChartTip, pointText, type TipPlace } from './chart-tip'

/**
 * Draws series over time or over numbers, as large as its parent. Names stand at the ends of the lines; hovering over one dims
 * the others, and a click shows it alone. Arrow keys move the cursor. What it draws belongs in a table nearby, too.
 */
export function Chart(props: ChartProps) {
  const { label, series, x, kind = 'line' } = props
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const [ends, setEnds] = useState<readonly LineEnd[]>([])
  const [tip, setTip] = useState<TipPlace | undefined>(undefined)
  const [alone, setAlone] = useState<string | undefined>(undefined)
  const [isWide, setWide] = useState(false)
  const names = series.map(({ name }) => name)
  const shown = names.includes(alone ?? '') ? series.filter(({ name }) => name === alone) : series
  const isStacked = kind === 'column' || (kind === 'area' && (props.isStacked ?? false))
  // Of stacked series, the sum of all is drawn first, so that smaller ones lie upon it.
  const drawn = isStacked ? [...shown].reverse() : shown
  const hasNames = isWide && kind !== 'scatter'
  useLayoutEffect(() => {
    const parent = place.current!
    const u = new uPlot(
      {
        ...chartOptions({ ...props, series: drawn, isStacked }, parent, (name) => hueOf(name, names)),
        width: parent.clientWidth,
        height: Math.max(60, parent.clientHeight),
        hooks: {
          draw: [(self) => setEnds(placeLineEnds(self, drawn))],
          setCursor: [({ cursor: { idx, left = -1, top = 0 } }) => setTip(tipAt(idx, left, top))],
        },
      },
      chartData(x, drawn, isStacked),
      parent,
    )
    plot.current = u
    return () => {
      plot.current = undefined
      u.destroy()
      setTip(undefined)
    }
  }, [x, series, alone, kind, isStacked, props.yMin, props.yMax, theme.value])
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setWide(width + (hasNames ? NAMES_PX : 0) >= 560)
      plot.current?.setSize({ width, height: Math.max(60, height) })
    })
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [hasNames])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const u = plot.current
    if (step === 0 || u === undefined) return
    event.preventDefault()
    const index = Math.max(0, Math.min(x.length - 1, (u.cursor.idx ?? x.length) + step))
    u.setCursor({ left: u.valToPos(x[index]!, 'x'), top: 10 })
  }
  const focus = (name: string | undefined) => {
    const at = drawn.findIndex((each) => each.name === name)
    plot.current?.setSeries(at === -1 ? null : at + 1, { focus: at !== -1 })
  }
  return (
    <div class={hasNames ? 'chart wide' : 'chart'}>
      <div
        ref={place}
        class="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={`${label}. Arrow keys move through its points.`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, x.length - 1)}
        aria-valuenow={tip?.index ?? 0}
        aria-valuetext={tip && pointText({ ...props, series: shown }, tip.index)}
        onKeyDown={onKeyDown}
        onBlur={() => setTip(undefined)}
      >
        {tip !== undefined && <ChartTip {...props} series={shown} names={names} place={tip} />}
      </div>
      {series.length > 1 || hasNames ? (
        <LineEnds
          names={names}
          ends={hasNames ? ends : undefined}
          alone={shown === series ? undefined : alone}
          onFocus={focus}
          onAlone={(name) => setAlone(name === alone ? undefined : name)}
        />
      ) : null}
    </div>
  )
}

// --- helpers ---

/** The width of the names at the right, as in the style sheet. */
const NAMES_PX = 168

function tipAt(index: number | null | undefined, left: number, top: number): TipPlace | undefined {
  return index === null || index === undefined || left < 0 ? undefined : { index, left, top }
}
