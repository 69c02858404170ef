import type { AcceptedItem } from '../ingest/check-item'
import { readString } from '../ingest/wire'
import { itemContext } from './context'
import { addColumns, type NewRow } from './row'
import { severityLevel } from './severity-level'

export function traceRow(item: AcceptedItem, itemId: string): NewRow<'traces'> {
  const { baseData } = item
  return addColumns(itemContext('traces', item, itemId), {
    message: readString(baseData, 'message'),
    severityLevel: severityLevel(baseData['severityLevel']),
  })
}
