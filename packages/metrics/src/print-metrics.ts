import { printable } from '@azmon/core/adapter'
import type { Metric, Point } from './metric'

/** Returns one line for each series, such as `orders {"country":"de"} 5`. */
export function metricLines(metrics: readonly Metric[]): readonly string[] {
  return metrics.flatMap(({ name, timeSeries }) =>
    timeSeries.map(({ tags, points: [{ value }] }) => {
      const suffix = Object.keys(tags).length === 0 ? '' : ` ${JSON.stringify(tags)}`
      return printable(`${name}${suffix} ${format(value)}`)
    }),
  )
}

// --- helpers ---

function format(value: Point['value']): string {
  if (typeof value === 'number') return String(value)
  const { count, sum, min, max, stdDev } = value
  return `count ${count}, sum ${sum}, min ${min}, max ${max}, stdDev ${stdDev}`
}
