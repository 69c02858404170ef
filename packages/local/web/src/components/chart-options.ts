import uPlot from 'uplot'
import { day, shortTime } from '../state/format'
import { roles } from '../state/roles'
import type { ChartProps, ChartSeries } from './chart-props'

type DrawnChart = Pick<ChartProps, 'series' | 'kind' | 'isTime' | 'format' | 'yMin' | 'yMax' | 'x'> & {
  readonly isStacked: boolean
}

/** Returns how uPlot draws the chart in the colors of the page, without its size. */
export function chartOptions(
  { series, kind = 'line', isTime = true, format = plainNumber, yMin, yMax, x, isStacked }: DrawnChart,
  parent: HTMLElement,
  hue: (name: string) => string,
): Omit<uPlot.Options, 'width' | 'height'> {
  const color = (value: string) => resolveColor(parent, value)
  const [text, line] = [color('var(--text3)'), color('var(--line)')]
  const axis = { stroke: text, font: `11px ${getComputedStyle(parent).fontFamily}`, ticks: { show: false } }
  const spanMs = (x.at(-1) ?? 0) - (x[0] ?? 0)
  return {
    ms: 1,
    padding: [8, kind === 'scatter' ? 8 : 2, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, focus: { prox: -1 }, points: { size: 6 } },
    focus: { alpha: 0.2 },
    scales: {
      x: { time: isTime, ...(kind === 'column' && { range: (_, first, last) => aroundColumns(x, first, last) }) },
      y: { range: (_, low, high) => yRange(low, high, yMin, yMax) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 72,
        ...(isTime && { values: (_, splits) => timeLabels(splits, spanMs) }),
      },
      { ...axis, grid: { stroke: line, width: 1 }, size: axisWidth, values: (_, all) => all.map(format) },
    ],
    series: [{}, ...series.map(({ name }) => seriesOptions(name, color(hue(name)), kind, isStacked))],
    ...(isStacked && kind === 'area' && { bands: bandsBetween(series.length) }),
  }
}

/** Returns the values as uPlot reads them. A stacked series is the sum of itself and of those after it. */
export function chartData(x: readonly number[], series: readonly ChartSeries[], isStacked: boolean): uPlot.AlignedData {
  if (!isStacked) return [[...x], ...series.map(({ values }) => [...values])]
  const sums: number[][] = []
  for (const { values } of series.toReversed()) {
    const below = sums[0]
    sums.unshift(x.map((_, index) => (below?.[index] ?? 0) + (values[index] ?? 0)))
  }
  return [[...x], ...sums]
}

/** Returns the color of a series: of its role if all series are roles, else by its position. There are six hues. */
export function hueOf(name: string, names: readonly string[]): string {
  const known = new Map(roles.value.map((role) => [role.name, role.position]))
  const position = names.every((each) => known.has(each)) ? known.get(name)! : names.indexOf(name) + 1
  return `var(--role-${((position - 1) % 6) + 1})`
}

/** `1,912.4` */
export function plainNumber(value: number): string {
  return NUMBER.format(value)
}

/** `14:32`, with the day in long ranges and with seconds in short ones. */
export function timeLabel(ms: number, spanMs: number): string {
  if (spanMs > DAYS_MS) return `${day(ms)} ${shortTime(ms)}`
  return shortTime(ms, spanMs < 5 * 60_000)
}

// --- helpers, in order of use ---

/** Ranges longer than this show days. */
const DAYS_MS = 36 * 3_600_000

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** Canvas knows no variables of style sheets. */
function resolveColor(parent: HTMLElement, value: string): string {
  const probe = document.createElement('i')
  probe.style.color = value
  parent.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** The first and the last column are as wide as the others. */
function aroundColumns(x: readonly number[], first: number, last: number): uPlot.Range.MinMax {
  const half = x.length < 2 ? 1 : (last - first) / (x.length - 1) / 2
  return [first - half, last + half]
}

function yRange(low: number | null, high: number | null, min?: number, max?: number): uPlot.Range.MinMax {
  const [, top] = uPlot.rangeNum(Math.min(0, low ?? 0), high === low && (high ?? 0) === 0 ? 1 : (high ?? 1), 0.1, true)
  const bottom = (low ?? 0) < 0 ? uPlot.rangeNum(low ?? 0, high ?? 0, 0.1, true)[0] : 0
  return [min ?? bottom, max ?? top]
}

function timeLabels(splits: readonly number[], spanMs: number): string[] {
  const isDays = spanMs > DAYS_MS
  const hasSeconds = splits.length > 1 && splits[1]! - splits[0]! < 60_000
  return splits.map((ms) => (isDays && new Date(ms).getHours() === 0 ? day(ms) : shortTime(ms, hasSeconds)))
}

/** Wide enough for the numbers, so that they are not cut. */
function axisWidth(_: uPlot, values: string[] | null): number {
  return Math.max(40, ...(values ?? []).map((value) => 14 + value.length * 6.5))
}

function seriesOptions(
  name: string,
  color: string,
  kind: NonNullable<ChartProps['kind']>,
  isStacked: boolean,
): uPlot.Series {
  const base = { label: name, stroke: color, width: 1.5, spanGaps: true }
  switch (kind) {
    case 'line':
      return { ...base, points: { size: 4, show: (u, index) => isSinglePoint(u.data[index]!) } }
    case 'area':
      return { ...base, fill: withAlpha(color, isStacked ? 0.55 : 0.18), points: { show: false } }
    case 'column':
      return { ...base, width: 0, fill: color, paths: uPlot.paths.bars!({ size: [0.8, 48] }), points: { show: false } }
    case 'scatter':
      return { ...base, paths: () => null, points: { show: true, size: 5, fill: color } }
  }
}

function isSinglePoint(values: uPlot.AlignedData[number]): boolean {
  let points = 0
  for (const value of values) if (value !== null && value !== undefined) points++
  return points === 1
}

/** Each stacked area ends where the next one begins. */
function bandsBetween(count: number): uPlot.Band[] {
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) => ({ series: [index + 1, index + 2] }))
}

function withAlpha(color: string, alpha: number): string {
  return color.replace(/^rgb\((.*)\)$/, (_, parts: string) => `rgb(${parts.replaceAll(',', ' ')} / ${alpha})`)
}
