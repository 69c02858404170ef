import { ManualClock, type ScriptedIngestion } from '@azmon/testkit'
import type { Metric, Metrics, MetricsOptions, View } from '../src'
import { openMetrics } from '../src/create-metrics'

/** Metrics with a disabled client and a manual clock. */
export function aRegistry(options: MetricsOptions = {}) {
  const clock = new ManualClock()
  return { clock, metrics: openMetrics({ disabled: true, exportIntervalMs: 1_000, ...options }, clock) }
}

/** Metrics with a disabled client and these views. */
export function withViews(...views: readonly View[]): Metrics {
  const { metrics } = aRegistry()
  for (const view of views) metrics.registerView(view)
  return metrics
}

/** Values by name and tags, such as `orders{"country":"de"}`. */
export function valuesOf(metrics: readonly Metric[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    metrics.flatMap(({ name, timeSeries }) =>
      timeSeries.map(({ tags, points: [{ value }] }) => [keyOf(name, tags), value]),
    ),
  )
}

export function keyOf(name: string, tags: object): string {
  return Object.keys(tags).length === 0 ? name : `${name}${JSON.stringify(tags)}`
}

/** Sums of the received values, by name and tags. */
export function arrivedSums(ingestion: ScriptedIngestion): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const { data } of ingestion.accepted) {
    const [point] = data.baseData.metrics ?? []
    const key = keyOf(point?.name ?? '', data.baseData.properties ?? {})
    sums[key] = (sums[key] ?? 0) + (point?.value ?? Number.NaN)
  }
  return sums
}

/** Blocks the event loop. */
export function busyFor(ms: number): void {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs) Math.sqrt(untilMs)
}
