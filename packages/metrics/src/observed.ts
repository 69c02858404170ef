import { ConfigurationError } from '@azmon/core'
import { syncResult, typeName } from '@azmon/core/adapter'
import type { MutableStats } from './metrics-stats'
import { checkColumns, checkDescription, checkName, checkUnit } from './names'
import { isOverflow, type MetricDescriptor, type Series, type SeriesRules, SeriesSet } from './series'
import type { MetricTags } from './tag-map'
import { LastValueTally, SumTally, type Tally } from './tally'

/** The result of a callback: a number, one number for each combination of tags, or undefined if there is currently no value. */
export type Observed = number | undefined | readonly { readonly value: number; readonly tags: MetricTags }[]

export interface ObservedOptions {
  readonly description?: string | undefined
  /** @default '1' */
  readonly unit?: string | undefined
  /** The tag keys whose values distinguish the series. @default none */
  readonly columns?: readonly string[] | undefined
}

/** A metric whose callback is called whenever metrics are read. */
export interface ObservedMetric {
  readonly series: SeriesSet
  observe(): void
  stop(): void
}

export interface ObservedCounter extends ObservedMetric {
  /** The totals at the last reading. */
  readonly lastTotals: Map<Series, number>
}

/** @throws ConfigurationError if a name or option is invalid. */
export function openGauge(
  name: string,
  read: () => Observed,
  options: ObservedOptions,
  stats: MutableStats,
): ObservedMetric {
  // Values are cleared before each reading, so a tally without a value was not read.
  const rules = { newTally: () => new LastValueTally(), isIdle: ({ isPersistent }: Tally) => !isPersistent }
  const series = openSeries(name, read, options, 'lastValue', rules, stats)
  const clear = () => {
    for (const { current } of series) (current as LastValueTally).clear()
  }
  return {
    series,
    stop: clear,
    observe: () => {
      clear()
      for (const [own, value] of readSeries(read, series, stats, Number.isFinite)) {
        ;(own.current as LastValueTally).observe(value)
      }
    },
  }
}

/**
 * Opens a counter. If a total falls, it is treated as restarted from 0. The counter continues from the totals of an `earlier`
 * counter with the same name.
 * @throws ConfigurationError if a name or option is invalid.
 */
export function openCounter(
  name: string,
  read: () => Observed,
  options: ObservedOptions,
  stats: MutableStats,
  earlier: ObservedCounter | undefined,
): ObservedCounter {
  // Series are not replaced, because their totals would be counted again if their tags came back.
  const opened = openSeries(name, read, options, 'sum', { newTally: () => new SumTally() }, stats)
  if (earlier !== undefined) checkSame(earlier.series, opened)
  const { series, lastTotals } = earlier ?? { series: opened, lastTotals: new Map<Series, number>() }
  const observe = () => {
    for (const [own, value] of readSeries(read, series, stats, isCount)) {
      const previous = lastTotals.get(own) ?? 0
      if (value >= previous) own.current.add(value - previous)
      // A lower total does not mean a restart of the overflow series: it also falls when one of its combinations disappears.
      else if (!isOverflow(own)) own.current.add(value)
      lastTotals.set(own, value)
    }
  }
  return { series, lastTotals, observe, stop: observe }
}

// --- helpers, in order of use ---

function openSeries(
  name: string,
  read: () => Observed,
  { description = '', unit = '1', columns = [] }: ObservedOptions,
  kind: MetricDescriptor['kind'],
  rules: Omit<SeriesRules, 'onOverflow'>,
  stats: MutableStats,
): SeriesSet {
  checkName('name', name)
  checkDescription('description', description)
  checkUnit('unit', unit)
  checkColumns('columns', columns)
  if (typeof read !== 'function') {
    throw new ConfigurationError(
      'read',
      `read of ${name} must be a function that returns a number, got ${typeName(read)}.`,
    )
  }
  const metric: MetricDescriptor = { name, description, unit, kind, buckets: false }
  return new SeriesSet(metric, [...columns], { ...rules, onOverflow: () => stats.overflowed++ })
}

function checkSame(earlier: SeriesSet, series: SeriesSet): void {
  const { name, unit } = series.metric
  if (earlier.metric.unit === unit && earlier.columns.join('\n') === series.columns.join('\n')) return
  throw new ConfigurationError(
    'columns',
    `A counter ${name} already exists with other columns or another unit. Use the same ones, or choose another name.`,
  )
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0
}

/** Returns the value of each series. Adds up values that share a series. Returns an empty map if the callback throws. */
function readSeries(
  read: () => Observed,
  series: SeriesSet,
  stats: MutableStats,
  isValid: (value: number) => boolean,
): ReadonlyMap<Series, number> {
  try {
    const sums = new Map<Series, number>()
    for (const { value, tags } of valuesOf(syncResult(`The callback of ${series.metric.name}`, read(), Number.NaN))) {
      if (!isValid(value)) {
        stats.refused++
        continue
      }
      const own = series.find(tags ?? NO_TAGS)
      sums.set(own, (sums.get(own) ?? 0) + value)
    }
    return sums
  } catch {
    stats.callbackErrors++
    return new Map()
  }
}

function valuesOf(observed: Observed): readonly { readonly value: number; readonly tags?: MetricTags }[] {
  if (observed === undefined) return []
  return Array.isArray(observed) ? observed : [{ value: observed as number }]
}

const NO_TAGS: MetricTags = Object.freeze({})
