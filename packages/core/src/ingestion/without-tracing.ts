import { SENDING, SUPPRESS_TRACING } from '../adapter/context-keys'
import { contextManager } from '../open-telemetry'

/**
 * Runs `send` with OpenTelemetry instrumentation suppressed. Otherwise each request of azmon would create telemetry, which
 * would cause another request.
 */
export function withoutTracing<T>(send: () => T): T {
  const contexts = contextManager()
  const marked = () => withMark(send)
  return contexts === undefined ? marked() : contexts.with(contexts.active().setValue(SUPPRESS_TRACING, true), marked)
}

// --- helpers ---

/**
 * Marks requests for `@azmon/tracing`, which reads the mark when a request is created. This works without a context
 * manager.
 */
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
