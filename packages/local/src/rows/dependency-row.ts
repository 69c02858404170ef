import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function dependencyRow(item: AcceptedItem, itemId: string): NewRow<'dependencies'> {
  const { baseData } = item
  const { duration, performanceBucket } = timed(baseData, 'duration')
  return addColumns(itemContext('dependencies', item, itemId), {
    duration,
    performanceBucket,
    id: readString(baseData, 'id'),
    name: readString(baseData, 'name'),
    type: readString(baseData, 'type'),
    target: readString(baseData, 'target'),
    data: readString(baseData, 'data'),
    success: success(baseData),
    resultCode: readString(baseData, 'resultCode'),
  })
}
