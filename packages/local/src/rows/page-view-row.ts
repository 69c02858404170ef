import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { milliseconds, timed } from './timed'

export function pageViewRow(envelope: Envelope, itemId: string): NewRow<'pageViews'> {
  const { baseData } = envelope
  return {
    ...itemContext('pageViews', envelope, itemId),
    ...timed(baseData, 'duration'),
    id: readText(baseData, 'id'),
    name: readText(baseData, 'name'),
    url: readText(baseData, 'url'),
  }
}

export function browserTimingRow(envelope: Envelope, itemId: string): NewRow<'browserTimings'> {
  const { baseData } = envelope
  const { duration: totalDuration, performanceBucket } = timed(baseData, 'perfTotal')
  return {
    ...itemContext('browserTimings', envelope, itemId),
    name: readText(baseData, 'name'),
    url: readText(baseData, 'url'),
    totalDuration,
    performanceBucket,
    networkDuration: milliseconds(baseData, 'networkConnect'),
    sendDuration: milliseconds(baseData, 'sentRequest'),
    receiveDuration: milliseconds(baseData, 'receivedResponse'),
    processingDuration: milliseconds(baseData, 'domProcessing'),
  }
}
