import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'

export function eventRow(envelope: Envelope, itemId: string): NewRow<'customEvents'> {
  return { ...itemContext('customEvents', envelope, itemId), name: readText(envelope.baseData, 'name') }
}
