import type { ChartSeries } from '../../components/chart-props'
import type { Column, QueryResult, QueryTable, Value } from '../../query/client'

/** How a result is drawn, apart from its rows. */
export type Drawing =
  | ({
      readonly kind: 'lines'
      readonly shape: 'line' | 'area' | 'column' | 'scatter'
      readonly isStacked: boolean
    } & Plot)
  | { readonly kind: 'bars'; readonly bars: readonly Bar[]; readonly isShare: boolean; readonly title: string }
  | { readonly kind: 'card'; readonly figures: readonly Bar[]; readonly title: string }

interface Plot {
  readonly x: readonly number[]
  readonly isTime: boolean
  readonly series: readonly ChartSeries[]
  /** The number of series without the limit. */
  readonly seriesCount: number
  readonly title: string
  readonly yMin: number | undefined
  readonly yMax: number | undefined
}

export interface Bar {
  readonly name: string
  readonly value: number
}

/** Returns how the result is drawn. Undefined if the query does not ask for a chart, or its rows cannot be drawn. */
export function toDrawing({ columns, rows, render }: QueryResult): Drawing | undefined {
  if (render === undefined || rows.length === 0) return undefined
  const { kind, properties } = render
  const table = withoutArrays({ columns, rows })
  const roles = rolesOf(table.columns, properties)
  if (kind === 'card') return { kind: 'card', figures: figuresOf(table), title: properties['title'] ?? '' }
  const shape = SHAPES[kind]
  if (shape === undefined || roles.y.length === 0) return undefined
  const title = properties['title'] ?? roles.y.map((index) => table.columns[index]!.name).join(', ')
  const isOrdered = roles.x !== -1 && (isTime(table.columns[roles.x]!) || isNumber(table.columns[roles.x]!))
  if (!isOrdered || shape === 'bars') {
    return { kind: 'bars', bars: barsOf(table, roles), isShare: kind === 'piechart', title }
  }
  const { series, x } = seriesOf(table, roles)
  const [yMin, yMax] = [numberOf(properties['ymin']), numberOf(properties['ymax'])]
  const isStacked = kind === 'stackedareachart' || properties['kind'] === 'stacked'
  const plot = { x, series: largest(series), seriesCount: series.length, title, yMin, yMax }
  return { kind: 'lines', shape, isStacked, isTime: isTime(table.columns[roles.x]!), ...plot }
}

// --- helpers, in order of use ---

const SHAPES: Readonly<Record<string, 'line' | 'area' | 'column' | 'scatter' | 'bars'>> = {
  timechart: 'line',
  linechart: 'line',
  anomalychart: 'line',
  areachart: 'area',
  stackedareachart: 'area',
  columnchart: 'column',
  barchart: 'column',
  piechart: 'bars',
  scatterchart: 'scatter',
}

/** More lines than these cannot be told apart. */
export const MAX_SERIES = 20
const MAX_BARS = 60

interface Roles {
  /** -1 if there is none. */
  readonly x: number
  readonly y: readonly number[]
  readonly names: readonly number[]
}

function rolesOf(columns: readonly Column[], properties: Readonly<Record<string, string>>): Roles {
  const named = (list: string | undefined) =>
    (list ?? '').split(',').flatMap((name) => {
      const index = columns.findIndex((column) => column.name === name.trim())
      return index === -1 ? [] : [index]
    })
  const all = columns.map((_, index) => index)
  const [chosenX = -1] = named(properties['xcolumn'])
  const time = columns.findIndex(isTime)
  const x = chosenX !== -1 ? chosenX : time !== -1 ? time : 0
  const chosenY = named(properties['ycolumns'])
  const y = chosenY.length > 0 ? chosenY : all.filter((index) => index !== x && isNumber(columns[index]!))
  const chosenNames = named(properties['series'])
  const isName = (index: number) => index !== x && !y.includes(index) && NAMES.has(columns[index]!.type)
  return { x: y.length === 0 ? -1 : x, y, names: chosenNames.length > 0 ? chosenNames : all.filter(isName) }
}

const NAMES = new Set(['string', 'bool', 'guid', 'dynamic'])

function isTime({ type }: Column): boolean {
  return type === 'datetime'
}

function isNumber({ type }: Column): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal'
}

/** Turns the arrays of make-series into one row per element. */
function withoutArrays(table: QueryTable): QueryTable {
  const [first] = table.rows
  const arrays = table.columns.map(({ type }, index) => (type === 'dynamic' ? arrayIn(first?.[index]) : undefined))
  const isSeries = (index: number) => (arrays[index]?.length ?? 0) > 0
  const timeAt = arrays.findIndex((array) => typeof array?.[0] === 'string' && /^\d{4}-\d\d-\d\dT/.test(array[0]))
  if (timeAt === -1 && !arrays.some((array) => typeof array?.[0] === 'number')) return table
  const columns = table.columns.map((column, index) => {
    if (!isSeries(index)) return column
    return {
      ...column,
      type: index === timeAt ? 'datetime' : typeof arrays[index]![0] === 'number' ? 'real' : 'string',
    }
  })
  const rows = table.rows.flatMap((row) => {
    const parsed = row.map((value, index) => (isSeries(index) ? (arrayIn(value) ?? []) : undefined))
    const length = Math.max(0, ...parsed.map((array) => array?.length ?? 0))
    return Array.from({ length }, (_, at) =>
      row.map((value, index) => parsed[index]?.[at] ?? (parsed[index] ? null : value)),
    )
  })
  return { columns, rows }
}

function arrayIn(value: Value | undefined): readonly Value[] | undefined {
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined
  try {
    return JSON.parse(value) as Value[]
  } catch {
    return undefined
  }
}

function figuresOf({ columns, rows: [row = []] }: QueryTable): readonly Bar[] {
  return columns.flatMap((column, index) =>
    isNumber(column) ? [{ name: column.name, value: Number(row[index]) }] : [],
  )
}

function barsOf({ columns, rows }: QueryTable, { x, y, names }: Roles): readonly Bar[] {
  return rows.slice(0, MAX_BARS).flatMap((row) => {
    const parts = [x, ...names].filter((index) => index !== -1).map((index) => textOf(row[index]))
    return y.map((index) => ({
      name: [...parts, ...(y.length > 1 ? [columns[index]!.name] : [])].join(', '),
      value: Number(row[index] ?? 0),
    }))
  })
}

function seriesOf({ columns, rows }: QueryTable, { x, y, names }: Roles) {
  const parse = isTime(columns[x]!) ? (value: Value) => Date.parse(String(value)) : Number
  const at = rows.map((row) => parse(row[x] ?? null))
  const xs = [...new Set(at.filter(Number.isFinite))].sort((a, b) => a - b)
  const positions = new Map(xs.map((value, index) => [value, index]))
  const found = new Map<string, (number | null)[]>()
  for (const [rowIndex, row] of rows.entries()) {
    const position = positions.get(at[rowIndex]!)
    if (position === undefined) continue
    for (const index of y) {
      const parts = [
        ...names.map((name) => textOf(row[name])),
        ...(y.length > 1 || names.length === 0 ? [columns[index]!.name] : []),
      ]
      const name = parts.join(', ')
      const values = found.get(name) ?? xs.map(() => null)
      found.set(name, values)
      values[position] = row[index] === null ? null : Number(row[index])
    }
  }
  const series = [...found].map(([name, values]): ChartSeries => ({ name, values }))
  // Rows have no order unless the query sorts them, but each run should draw the same colors.
  return { x: xs, series: names.length === 0 ? series : series.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

function textOf(value: Value | undefined): string {
  if (value === null || value === undefined) return 'null'
  return value === '' ? 'empty' : String(value)
}

/** The series with the largest values, in their order. */
function largest(series: readonly ChartSeries[]): readonly ChartSeries[] {
  if (series.length <= MAX_SERIES) return series
  const size = ({ values }: ChartSeries) => values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)
  const kept = new Set([...series].sort((a, b) => size(b) - size(a)).slice(0, MAX_SERIES))
  return series.filter((each) => kept.has(each))
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text)
  return text === undefined || Number.isNaN(value) ? undefined : value
}
