/**
 * Runs `send` so that no OpenTelemetry instrumentation makes telemetry of it: our requests would otherwise report
 * themselves for ever. Finds the API of the application by its well-known global, so that core needs no OpenTelemetry.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
export function withoutTracing<T>(send: () => T): T {
  const contexts = (globalThis as { [API]?: { readonly context?: ContextManager } })[API]?.context
  const marked = () => withMark(send)
  return contexts === undefined ? marked() : contexts.with(contexts.active().setValue(SUPPRESS_TRACING, true), marked)
}

// --- helpers, in order of use ---

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

const SENDING: unique symbol = Symbol.for('azmon.sending') as never

const API = Symbol.for('opentelemetry.js.api.1')

/** @see https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts */
const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

interface ContextManager {
  active(): Context
  with<T>(context: Context, work: () => T): T
}

interface Context {
  setValue(key: symbol, value: unknown): Context
}
