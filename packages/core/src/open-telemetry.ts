/** What is asked of OpenTelemetry's `ContextManager`. */
export interface ContextManager {
  active(): Context
  with<T>(context: Context, work: () => T): T
}

/** What is asked of its `Context`. */
export interface Context {
  getValue(key: symbol): unknown
  setValue(key: symbol, value: unknown): Context
}

/**
 * Returns the context manager that the application has registered with OpenTelemetry's API. It is found by its well-known
 * global, so that core needs no OpenTelemetry.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
export function contextManager(): ContextManager | undefined {
  return (globalThis as { [API]?: { readonly context?: ContextManager } })[API]?.context
}

// --- helpers ---

const API = Symbol.for('opentelemetry.js.api.1')
