/** The part of OpenTelemetry's `ContextManager` that azmon uses. */
export interface ContextManager {
  active(): Context
  with<T>(context: Context, work: () => T): T
}

/** The part of OpenTelemetry's `Context` that azmon uses. */
export interface Context {
  getValue(key: symbol): unknown
  setValue(key: symbol, value: unknown): Context
}

/**
 * Returns the context manager that the application has registered with OpenTelemetry's API. Finds it through the API's
 * well-known global, so that core does not depend on OpenTelemetry.
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
export function contextManager(): ContextManager | undefined {
  return (globalThis as { [API]?: { readonly context?: ContextManager } })[API]?.context
}

// --- helpers ---

const API = Symbol.for('opentelemetry.js.api.1')
