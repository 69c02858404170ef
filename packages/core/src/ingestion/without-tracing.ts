/**
 * Runs `send` so that no OpenTelemetry instrumentation makes telemetry of it: our requests would otherwise report
 * themselves for ever. Finds the API of the application by its well-known global, so that core needs no OpenTelemetry.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
export function withoutTracing<T>(send: () => T): T {
  const contexts = (globalThis as { [API]?: { readonly context?: ContextManager } })[API]?.context
  return contexts === undefined ? send() : contexts.with(contexts.active().setValue(SUPPRESS_TRACING, true), send)
}

// --- helpers, in order of use ---

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
