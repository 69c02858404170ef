import { SENDING, SUPPRESS_TRACING } from '../adapter/context-keys'
import { contextManager } from '../open-telemetry'

/**
 * Runs `send` with OpenTelemetry instrumentation suppressed. Otherwise each of our own requests would create telemetry, and
 * with it the next request.
 */
export function withoutTracing<T>(send: () => T): T {
  const contexts = contextManager()
  const marked = () => withMark(send)
  return contexts === undefined ? marked() : contexts.with(contexts.active().setValue(SUPPRESS_TRACING, true), marked)
}

// --- helpers ---

/** Marks requests for `@azmon/tracing`, which reads the mark when a request is created. It works without a context manager. */
function withMark<T>(send: () => T): T {
  const holder = globalThis as { [SENDING]?: boolean }
  const before = holder[SENDING]
  holder[SENDING] = true
  try {
    return send()
  } finally {
    holder[SENDING] = before ?? false
  }
}
