import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { success } from './success'
import { timed } from './timed'

export function dependencyRow(envelope: Envelope, itemId: string): NewRow<'dependencies'> {
  const { baseData } = envelope
  return {
    ...itemContext('dependencies', envelope, itemId),
    ...timed(baseData, 'duration'),
    id: readText(baseData, 'id'),
    name: readText(baseData, 'name'),
    type: readText(baseData, 'type'),
    target: readText(baseData, 'target'),
    data: readText(baseData, 'data'),
    success: success(baseData),
    resultCode: readText(baseData, 'resultCode'),
  }
}
