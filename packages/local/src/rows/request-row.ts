import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function requestRow(item: AcceptedItem, itemId: string): NewRow<'requests'> {
  const { baseData } = item
  const { duration, performanceBucket } = timed(baseData, 'duration')
  return addColumns(itemContext('requests', item, itemId), {
    duration,
    performanceBucket,
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    url: readString(baseData, 'url'),
    success: success(baseData),
    resultCode: readString(baseData, 'responseCode'),
    source: readString(baseData, 'source'),
  })
}
