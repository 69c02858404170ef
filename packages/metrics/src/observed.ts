import { ConfigurationError } from '@azmon/core'
import { atOnce } from '@azmon/core/adapter'
import type { Account } from './account'
import { checkColumns, checkDescription, checkName, checkUnit, kindOf } from './names'
import { isOverflow, type MetricDescriptor, type Series, SeriesSet } from './series'
import type { Tags } from './tag-map'
import { LastValueTally, SumTally } from './tally'

/** What a callback sees: a number, one for each combination of tags, or nothing for now. */
export type Observed = number | undefined | readonly { readonly value: number; readonly tags: Tags }[]

export interface ObservedOptions {
  readonly description?: string | undefined
  /** @default '1' */
  readonly unit?: string | undefined
  /** Keys of the tags that make series. @default none */
  readonly columns?: readonly string[] | undefined
}

/** Something that is looked at whenever metrics are read. */
export interface ObservedMetric {
  readonly series: SeriesSet
  observe(): void
  /** It is not looked at any more. */
  end(): void
}

/** One that knows what it has counted already. */
export interface ObservedCounter extends ObservedMetric {
  readonly lastSeen: Map<Series, number>
}

/**
 * What is, at the moment.
 * @throws ConfigurationError
 */
export function openGauge(
  name: string,
  read: () => Observed,
  options: ObservedOptions,
  account: Account,
): ObservedMetric {
  const series = openSeries(name, read, options, 'lastValue', () => new LastValueTally(), account)
  const forget = () => {
    for (const { current } of series) (current as LastValueTally).forget()
  }
  return {
    series,
    end: forget,
    observe: () => {
      forget()
      for (const [own, value] of look(read, series, account, Number.isFinite)) {
        ;(own.current as LastValueTally).see(value)
      }
    },
  }
}

/**
 * What there has been so far. Where it falls, it has begun again. It counts on from where an `earlier` one of its name was.
 * @throws ConfigurationError
 */
export function openCounter(
  name: string,
  read: () => Observed,
  options: ObservedOptions,
  account: Account,
  earlier: ObservedCounter | undefined,
): ObservedCounter {
  const opened = openSeries(name, read, options, 'sum', () => new SumTally(), account)
  if (earlier !== undefined) checkSame(earlier.series, opened)
  const { series, lastSeen } = earlier ?? { series: opened, lastSeen: new Map<Series, number>() }
  const observe = () => {
    for (const [own, value] of look(read, series, account, isCount)) {
      const before = lastSeen.get(own) ?? 0
      if (value >= before) own.current.add(value - before)
      // What shares the overflow falls when one of them is gone, too: that is no new beginning of the others.
      else if (!isOverflow(own)) own.current.add(value)
      lastSeen.set(own, value)
    }
  }
  return { series, lastSeen, observe, end: observe }
}

// --- helpers, in order of use ---

function openSeries(
  name: string,
  read: () => Observed,
  { description = '', unit = '1', columns = [] }: ObservedOptions,
  kind: MetricDescriptor['kind'],
  newTally: () => LastValueTally | SumTally,
  account: Account,
): SeriesSet {
  checkName('name', name)
  checkDescription('description', description)
  checkUnit('unit', unit)
  checkColumns('columns', columns)
  if (typeof read !== 'function') {
    throw new ConfigurationError('read', `${name} needs a function that returns a number, got ${kindOf(read)}.`)
  }
  const metric: MetricDescriptor = { name, description, unit, kind, buckets: false }
  return new SeriesSet(metric, [...columns], newTally, () => account.overflowed++)
}

function checkSame(earlier: SeriesSet, series: SeriesSet): void {
  const { name, unit } = series.metric
  if (earlier.metric.unit === unit && earlier.columns.join('\n') === series.columns.join('\n')) return
  throw new ConfigurationError(
    'columns',
    `There was a counter ${name} with other columns or another unit. Use the same ones, or another name.`,
  )
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0
}

/** What each series is now. What shares one is added up; where the callback throws, nothing was seen. */
function look(
  read: () => Observed,
  series: SeriesSet,
  account: Account,
  isFine: (value: number) => boolean,
): ReadonlyMap<Series, number> {
  try {
    const sums = new Map<Series, number>()
    for (const { value, tags } of listOf(atOnce(`The callback of ${series.metric.name}`, read(), Number.NaN))) {
      if (!isFine(value)) {
        account.refused++
        continue
      }
      const own = series.find(tags ?? NO_TAGS)
      sums.set(own, (sums.get(own) ?? 0) + value)
    }
    return sums
  } catch {
    account.callbackErrors++
    return new Map()
  }
}

function listOf(observed: Observed): readonly { readonly value: number; readonly tags?: Tags }[] {
  if (observed === undefined) return []
  return Array.isArray(observed) ? observed : [{ value: observed as number }]
}

const NO_TAGS: Tags = Object.freeze({})
