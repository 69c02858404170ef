import { useMemo } from 'preact/hooks'
import { Chart } from '../../components/chart'
import { EmptyState } from '../../components/empty-state'
import { Glyph } from '../../components/glyph'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { address, setParams } from '../../state/address'
import { count } from '../../state/format'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { metricFormat } from './metric-format'
import {
  AGGREGATIONS,
  type Aggregation,
  dimensionsQuery,
  LARGE_BINS,
  MAX_LISTED_SERIES,
  MAX_SERIES,
  type Split,
  seriesQuery,
} from './metrics-query'
import { type BinRow, chartSeries, figuresOf, type SeriesFigures } from './series'

interface MetricDetailsProps {
  readonly name: string
  readonly split: Split | undefined
  readonly onClose: () => void
}

/** One metric: its chart, by series if it is split, and a table of the series. */
export function MetricDetails({ name, split, onClose }: MetricDetailsProps) {
  const { selected } = scope.value
  const { table: answer, error, isStale } = useQuery(seriesQuery(name, split, scope.value))
  // The series of another dimension would stand under the new one.
  const table = isStale || error !== undefined ? undefined : answer
  const chosen = address.value.params.get('agg')
  const aggregation = AGGREGATIONS.find((each) => each === chosen) ?? 'average'
  const rows = useMemo(() => (table === undefined ? [] : toObjects<BinRow>(table)), [table])
  const series = useMemo(() => chartSeries(rows, aggregation), [rows, aggregation])
  const binMs = (selected.toMs - selected.fromMs) / LARGE_BINS
  const x = useMemo(
    () => Array.from({ length: LARGE_BINS }, (_, bin) => selected.fromMs + (bin + 0.5) * binMs),
    [selected.fromMs, binMs],
  )
  const figures = figuresOf(rows)
  const isNumberOfValues = aggregation === 'count' || aggregation === 'rate'
  return (
    <section class="metric-details">
      <header>
        <button type="button" class="button quiet" onClick={onClose}>
          <Glyph name="left" /> All metrics
        </button>
        <h1 title={name}>{cut(name, 120)}</h1>
        <Choices name={name} split={split} aggregation={aggregation} />
      </header>
      {error !== undefined && (
        <EmptyState title="The metric could not be read">
          <p>{error.message}</p>
        </EmptyState>
      )}
      {table !== undefined && rows.length === 0 && (
        <EmptyState title="No values in this time">
          <p class="text2">Select a longer time, or remove the filter.</p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <div class="metric-chart">
            <Chart
              label={`${aggregation} of ${name}`}
              x={x}
              series={named(series, name, split)}
              {...(!isNumberOfValues && { format: metricFormat(name) })}
            />
          </div>
          {figures.length > MAX_SERIES && (
            <p class="text3 metric-note">
              The {MAX_SERIES} series with the most values are drawn. The table has{' '}
              {figures.length < MAX_LISTED_SERIES ? 'all' : 'the first'} {count(figures.length)}.
            </p>
          )}
          <SeriesTable figures={named(figures, name, split)} format={metricFormat(name)} />
        </>
      )}
    </section>
  )
}

// --- helpers, in order of use ---

/** Names the series of a metric that is not split after the metric, and the series without a value of the dimension. */
function named<T extends { readonly name: string }>(
  series: readonly T[],
  name: string,
  split: Split | undefined,
): readonly T[] {
  const unnamed = split === undefined ? cut(name, 40) : 'none'
  return series.map((each) => (each.name === '' ? { ...each, name: unnamed } : each))
}

interface ChoicesProps {
  readonly name: string
  readonly split: Split | undefined
  readonly aggregation: Aggregation
}

function Choices({ name, split, aggregation }: ChoicesProps) {
  const { table } = useQuery(dimensionsQuery(name, scope.value))
  const keys = table === undefined ? [] : toObjects<{ key: string; values: number }>(table)
  return (
    <span class="metric-choices">
      <label>
        <span class="text3">Aggregation</span>
        <select value={aggregation} onChange={({ currentTarget }) => setParams({ agg: currentTarget.value })}>
          {AGGREGATIONS.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label>
        <span class="text3">Split by</span>
        <select
          value={split ?? ''}
          onChange={({ currentTarget }) => setParams({ split: currentTarget.value || undefined })}
        >
          <option value="">nothing</option>
          <option value="role">role</option>
          <option value="instance">instance</option>
          {keys.map(({ key, values }) => (
            <option key={key} value={`p.${key}`}>
              {cut(key, 60)} ({count(values)})
            </option>
          ))}
        </select>
      </label>
    </span>
  )
}

interface SeriesTableProps {
  readonly figures: readonly SeriesFigures[]
  readonly format: (value: number) => string
}

const COLUMNS = ['Average', 'Min', 'Max', 'Values', 'Newest']

/** What the chart shows, for all series. */
function SeriesTable({ figures, format }: SeriesTableProps) {
  return (
    <table class="subjects">
      <thead>
        <tr>
          <th scope="col">Series</th>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures.map(({ name, average, min, max, count: values, last }) => (
          <tr key={name}>
            <td>
              <span class="series-name">{cut(name, 200)}</span>
            </td>
            <td class="number">{format(average)}</td>
            <td class="number">{format(min)}</td>
            <td class="number">{format(max)}</td>
            <td class="number">{count(values)}</td>
            <td class="number">{format(last)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
