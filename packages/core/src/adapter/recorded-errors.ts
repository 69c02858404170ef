/**
 * Remembers that an error has a row of `exceptions` in this trace. An error may be reported several times on its way: by the
 * spans that it passes, by middleware, and by a logger.
 */
export function markRecorded(error: unknown, traceId: string): void {
  if (typeof error === 'object' && error !== null) recordedIn.set(error, traceId)
  traces.delete(traceId) // the newest is last
  traces.add(traceId)
  const [oldest = ''] = traces
  if (traces.size > MAX_TRACES) traces.delete(oldest)
}

/** Returns whether this error has a row of `exceptions` in this trace. */
export function isRecorded(error: unknown, traceId: string): boolean {
  return recordedIn.get(Object(error)) === traceId
}

/** Returns whether any error has a row of `exceptions` in this trace. Only the newest 1,000 traces are remembered. */
export function hasRecordedError(traceId: string): boolean {
  return traces.has(traceId)
}

// --- helpers ---

/** The trace in which an error was recorded last: an application may throw the same error object for many requests. */
const recordedIn = new WeakMap<object, string>()

const traces = new Set<string>()

const MAX_TRACES = 1_000
