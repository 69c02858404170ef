import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'

export function eventRow(item: AcceptedItem, itemId: string): NewRow<'customEvents'> {
  return addColumns(itemContext('customEvents', item, itemId), { name: readString(item.baseData, 'name') })
}
