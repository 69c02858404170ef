import { isWireObject, readString } from '../ingest/wire'

/** What an SDK is to send: its standard counters, and the items that match a filter. */
export interface Collection {
  readonly ETag: string
  readonly Metrics: readonly object[]
  readonly DocumentStreams: readonly object[]
  readonly QuotaInfo: null
}

/** Returns the collection for the SDK that sent a ping or post. Its SDK sends items only for a new `ETag`. */
export function collectionOf(body: unknown): Collection {
  const [first = body] = Array.isArray(body) ? body : []
  const version = isWireObject(first) ? (readString(first, 'Version') ?? '') : ''
  // The SDKs for OpenTelemetry report an error for a type that they do not have.
  return version.includes('otel') ? WITHOUT_EVENTS : WITH_EVENTS
}

// --- helpers ---

const WITHOUT_EVENTS = allOf('items', ['Request', 'Dependency', 'Exception', 'Trace'])
const WITH_EVENTS = allOf('items-and-events', ['Request', 'Dependency', 'Exception', 'Trace', 'Event'])

function allOf(id: string, types: readonly string[]): Collection {
  const groups = types.map((type) => ({ TelemetryType: type, Filters: { Filters: [] } }))
  return { ETag: id, Metrics: [], DocumentStreams: [{ Id: id, DocumentFilterGroups: groups }], QuotaInfo: null }
}
