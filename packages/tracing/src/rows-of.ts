import type { Envelope, TelemetryClient } from '@azmon/core'
import type { FinishedSpan } from './finished-span'
import { guarded } from './guarded'
import { mapSpan } from './mapping/map-span'

/** The rows of a span, for this client; one that cannot be mapped has none, and the client counts it. */
export function rowsOf(span: () => FinishedSpan, client: TelemetryClient): readonly Envelope[] {
  const rows = guarded(() => mapSpan(span(), client.properties), undefined)
  if (rows === undefined) client.track(unreadable)
  return rows ?? []
}

// --- helpers ---

function unreadable(): never {
  throw new Error('a span that cannot be mapped')
}
