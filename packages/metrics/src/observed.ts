import { ConfigurationError } from '@azmon/core'
import type { Account } from './account'
import { checkColumns, checkDescription, checkName, checkUnit, kindOf } from './names'
import { type MetricDescriptor, type Series, SeriesSet } from './series'
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
      look(read, account, (value, tags) => {
        if (!Number.isFinite(value)) account.refused++
        else (series.find(tags).current as LastValueTally).see(value)
      })
    },
  }
}

/**
 * What there has been so far. Where it falls, it has begun again.
 * @throws ConfigurationError
 */
export function openCounter(
  name: string,
  read: () => Observed,
  options: ObservedOptions,
  account: Account,
): ObservedMetric {
  const series = openSeries(name, read, options, 'sum', () => new SumTally(), account)
  const lastSeen = new Map<Series, number>()
  const observe = () =>
    look(read, account, (value, tags) => {
      if (!(Number.isFinite(value) && value >= 0)) {
        account.refused++
        return
      }
      const own = series.find(tags)
      const before = lastSeen.get(own) ?? 0
      own.current.add(value >= before ? value - before : value)
      lastSeen.set(own, value)
    })
  return { series, observe, end: observe }
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

function look(read: () => Observed, account: Account, see: (value: number, tags: Tags) => void): void {
  try {
    const observed = read()
    if (observed === undefined) return
    if (!Array.isArray(observed)) return see(observed as number, {})
    for (const { value, tags } of observed) see(value, tags ?? {})
  } catch {
    account.callbackErrors++
  }
}
