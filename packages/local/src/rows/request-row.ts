import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function requestRow(item: AcceptedItem, itemId: string): NewRow<'requests'> {
  const { baseData } = item
  return {
    ...itemContext('requests', item, itemId),
    ...timed(baseData, 'duration'),
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
    success: success(baseData),
    resultCode: readString(baseData, 'responseCode'),
    source: readString(baseData, 'source'),
  }
}
