import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function availabilityRow(envelope: Envelope, itemId: string): NewRow<'availabilityResults'> {
  const { baseData } = envelope
  return {
    ...itemContext('availabilityResults', envelope, itemId),
    ...timed(baseData, 'duration'),
    id: readText(baseData, 'id'),
    name: readText(baseData, 'name'),
    location: readText(baseData, 'runLocation'),
    success: success(baseData),
    message: readText(baseData, 'message'),
  }
}
