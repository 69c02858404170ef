import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { milliseconds, timed } from './timed'

export function pageViewRow(item: AcceptedItem, itemId: string): NewRow<'pageViews'> {
  const { baseData } = item
  const { duration, performanceBucket } = timed(baseData, 'duration')
  return addColumns(itemContext('pageViews', item, itemId), {
    duration,
    performanceBucket,
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
  })
}

export function browserTimingRow(item: AcceptedItem, itemId: string): NewRow<'browserTimings'> {
  const { baseData } = item
  const { duration: totalDuration, performanceBucket } = timed(baseData, 'perfTotal')
  return addColumns(itemContext('browserTimings', item, itemId), {
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
    totalDuration,
    performanceBucket,
    networkDuration: milliseconds(baseData, 'networkConnect'),
    sendDuration: milliseconds(baseData, 'sentRequest'),
    receiveDuration: milliseconds(baseData, 'receivedResponse'),
    processingDuration: milliseconds(baseData, 'domProcessing'),
  })
}
