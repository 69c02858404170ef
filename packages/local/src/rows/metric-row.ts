import type { Envelope } from '../ingest/check-item'
import { readInteger, readNumber, readObjects, readText, type WireObject } from '../ingest/wire'
import { context } from './context'
import type { NewRow, TableRow } from './row'

/** The service keeps only the first point of a MetricData, and knows a performance counter by the form of its name. */
export function metricRow(envelope: Envelope, itemId: string): TableRow {
  const point = readObjects(envelope.baseData, 'metrics')[0] ?? {}
  const counter = counterPath.exec(readText(point, 'name') ?? '')?.groups
  return counter
    ? { table: 'performanceCounters', row: counterRow(point, counter, envelope, itemId) }
    : { table: 'customMetrics', row: customMetricRow(point, envelope, itemId) }
}

/** `\Process(??APP_WIN32_PROC??)\Private Bytes`, `\Memory\Available Bytes` */
const counterPath = /^\\(?<category>[^\\(]+)(?:\((?<instance>[^)]*)\))?\\(?<counter>.+)$/

function counterRow(
  point: WireObject,
  { category, counter, instance }: Readonly<Record<string, string | undefined>>,
  envelope: Envelope,
  itemId: string,
): NewRow<'performanceCounters'> {
  return {
    ...context('performanceCounters', envelope, itemId),
    name: counter ?? null,
    category: category ?? null,
    counter: counter ?? null,
    instance: instance ?? null,
    value: readNumber(point, 'value'),
  }
}

function customMetricRow(point: WireObject, envelope: Envelope, itemId: string): NewRow<'customMetrics'> {
  const value = readNumber(point, 'value')
  return {
    ...context('customMetrics', envelope, itemId),
    name: readText(point, 'name'),
    value,
    valueCount: readInteger(point, 'count') ?? 1,
    valueSum: value,
    valueMin: readNumber(point, 'min') ?? value,
    valueMax: readNumber(point, 'max') ?? value,
    valueStdDev: readNumber(point, 'stdDev'),
  }
}
