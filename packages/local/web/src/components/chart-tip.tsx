import { hueOf, plainNumber, timeLabel } from './chart-options'
import type { ChartProps, ChartSeries } from './chart-props'

/** Where the cursor is: the index of its x, and its pixels in the plot. */
export interface TipPlace {
  readonly index: number
  readonly left: number
  readonly top: number
}

interface ChartTipProps extends ChartProps {
  /** All series, also those that are hidden: their order decides the colors. */
  readonly names: readonly string[]
  readonly place: TipPlace
}

/** The values at the cursor, the largest first. */
export function ChartTip({ x, series, names, place, isTime = true, format = plainNumber }: ChartTipProps) {
  const { index, left, top } = place
  if (x[index] === undefined) return null
  const found = valuesAt(series, index)
  return (
    <div class={left > 320 ? 'chart-tip before' : 'chart-tip'} style={{ left: `${left}px`, top: `${top}px` }}>
      <b>{xLabel(x, index, isTime, format)}</b>
      <dl>
        {found.slice(0, SHOWN).map(({ name, value }) => (
          <div key={name}>
            <dt style={{ '--hue': hueOf(name, names) }}>{name.trim() === '' ? 'empty' : name}</dt>
            <dd>{format(value)}</dd>
          </div>
        ))}
      </dl>
      {found.length > SHOWN && <span class="text3">{found.length - SHOWN} more</span>}
    </div>
  )
}

/** The same as text: `14:22, visa 34.9, amex 4.8`. */
export function pointText({ x, series, isTime = true, format = plainNumber }: ChartProps, index: number): string {
  const values = valuesAt(series, index).slice(0, SHOWN)
  return [xLabel(x, index, isTime, format), ...values.map(({ name, value }) => `${name} ${format(value)}`)].join(', ')
}

// --- helpers ---

const SHOWN = 10

function valuesAt(series: readonly ChartSeries[], index: number): readonly { name: string; value: number }[] {
  return series
    .flatMap(({ name, values }) => {
      const value = values[index]
      return value === null || value === undefined ? [] : [{ name, value }]
    })
    .sort((a, b) => b.value - a.value)
}

function xLabel(x: readonly number[], index: number, isTime: boolean, format: (value: number) => string): string {
  const at = x[index] ?? 0
  return isTime ? timeLabel(at, (x.at(-1) ?? 0) - (x[0] ?? 0)) : format(at)
}
