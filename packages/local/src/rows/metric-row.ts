import type { AcceptedItem } from '../ingest/check-item'
import { readInteger, readNumber, readObjects, readString, type WireObject } from '../ingest/wire'
import { context } from './context'
import { addColumns, type NewRow, type TableRow } from './row'

/**
 * Maps a metric to a row. The service keeps only the first point of a MetricData, and recognizes a performance counter by the
 * format of its name.
 */
export function metricRow(item: AcceptedItem, itemId: string): TableRow {
  const point = readObjects(item.baseData, 'metrics')[0] ?? {}
  const counter = counterPath.exec(readString(point, 'name') ?? '')?.groups
  return counter
    ? { table: 'performanceCounters', row: counterRow(point, counter, item, itemId) }
    : { table: 'customMetrics', row: customMetricRow(point, item, itemId) }
}

/** Matches `\Process(??APP_WIN32_PROC??)\Private Bytes` and `\Memory\Available Bytes`. */
const counterPath = /^\\(?<category>[^\\(]+)(?:\((?<instance>[^)]*)\))?\\(?<counter>.+)$/

function counterRow(
  point: WireObject,
  { category, counter, instance }: Readonly<Record<string, string | undefined>>,
  item: AcceptedItem,
  itemId: string,
): NewRow<'performanceCounters'> {
  return addColumns(context('performanceCounters', item, itemId), {
    name: counter ?? null,
    category: category ?? null,
    counter: counter ?? null,
    instance: instance ?? null,
    value: readNumber(point, 'value'),
  })
}

function customMetricRow(point: WireObject, item: AcceptedItem, itemId: string): NewRow<'customMetrics'> {
  const value = readNumber(point, 'value')
  return addColumns(context('customMetrics', item, itemId), {
    name: readString(point, 'name'),
    value,
    valueCount: readInteger(point, 'count') ?? 1,
    valueSum: value,
    valueMin: readNumber(point, 'min') ?? value,
    valueMax: readNumber(point, 'max') ?? value,
    valueStdDev: readNumber(point, 'stdDev'),
  })
}
