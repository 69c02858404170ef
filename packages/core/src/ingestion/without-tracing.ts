import { SENDING, SUPPRESS_TRACING } from '../adapter/context-keys'
import { contextManager } from '../open-telemetry'

/**
 * Runs `send` so that no OpenTelemetry instrumentation makes telemetry of it: our requests would otherwise report
 * themselves for ever.
 */
export function withoutTracing<T>(send: () => T): T {
  const contexts = contextManager()
  const marked = () => withMark(send)
  return contexts === undefined ? marked() : contexts.with(contexts.active().setValue(SUPPRESS_TRACING, true), marked)
}

// --- helpers ---

/** For `@azmon/tracing`, which looks at a request when it is made: without a context manager there is no other way to say. */
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
