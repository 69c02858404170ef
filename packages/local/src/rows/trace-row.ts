import type { Envelope } from '../ingest/check-item'
import { readText } from '../ingest/wire'
import { itemContext } from './context'
import type { NewRow } from './row'
import { severityLevel } from './severity-level'

export function traceRow(envelope: Envelope, itemId: string): NewRow<'traces'> {
  const { baseData } = envelope
  return {
    ...itemContext('traces', envelope, itemId),
    message: readText(baseData, 'message'),
    severityLevel: severityLevel(baseData['severityLevel']),
  }
}
