import type { Envelope, TelemetryClient } from '@azmon/core'
import { resultOr } from '@azmon/core/adapter'
import type { FinishedSpan } from './finished-span'
import { mapSpan } from './mapping/map-span'

/** Returns the rows of a span. Returns no rows if the span cannot be mapped; the client then counts it as unreadable. */
export function rowsOf(span: () => FinishedSpan, client: TelemetryClient): readonly Envelope[] {
  const rows = resultOr(() => mapSpan(span(), client.properties), undefined)
  if (rows === undefined) client.track(throwUnreadable)
  return rows ?? []
}

// --- helpers ---

function throwUnreadable(): never {
  throw new Error('A span could not be mapped to telemetry.')
}
