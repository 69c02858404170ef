import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function requestRow(envelope: Envelope, itemId: string): NewRow<'requests'> {
  const { baseData } = envelope
  return {
    ...itemContext('requests', envelope, itemId),
    ...timed(baseData, 'duration'),
    id: readText(baseData, 'id'),
    name: readText(baseData, 'name'),
    url: readText(baseData, 'url'),
    success: success(baseData),
    resultCode: readText(baseData, 'responseCode'),
    source: readText(baseData, 'source'),
  }
}
