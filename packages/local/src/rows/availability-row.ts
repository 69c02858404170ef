import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function availabilityRow(item: AcceptedItem, itemId: string): NewRow<'availabilityResults'> {
  const { baseData } = item
  const { duration, performanceBucket } = timed(baseData, 'duration')
  return addColumns(itemContext('availabilityResults', item, itemId), {
    duration,
    performanceBucket,
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    location: readString(baseData, 'runLocation'),
    success: success(baseData),
    message: readString(baseData, 'message'),
  })
}
