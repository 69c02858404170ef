import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { milliseconds, timed } from './timed'

export function pageViewRow(item: AcceptedItem, itemId: string): NewRow<'pageViews'> {
  const { baseData } = item
  return {
    ...itemContext('pageViews', item, itemId),
    ...timed(baseData, 'duration'),
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
  }
}

export function browserTimingRow(item: AcceptedItem, itemId: string): NewRow<'browserTimings'> {
  const { baseData } = item
  const { duration: totalDuration, performanceBucket } = timed(baseData, 'perfTotal')
  return {
    ...itemContext('browserTimings', item, itemId),
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
    totalDuration,
    performanceBucket,
    networkDuration: milliseconds(baseData, 'networkConnect'),
    sendDuration: milliseconds(baseData, 'sentRequest'),
    receiveDuration: milliseconds(baseData, 'receivedResponse'),
    processingDuration: milliseconds(baseData, 'domProcessing'),
  }
}
