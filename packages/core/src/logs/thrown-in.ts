import type { ActiveContext } from './operation'

/**
 * Remembers the context that an error was thrown out of. Node has left it when it says that nobody caught the error. The
 * innermost context stays.
 */
export function rememberThrow(error: unknown, within: ActiveContext): void {
  if (typeof error === 'object' && error !== null && !thrownIn.has(error)) thrownIn.set(error, within)
}

/** The context that the error was thrown out of, where that is known. */
export function contextOfThrow(error: unknown): ActiveContext | undefined {
  return typeof error === 'object' && error !== null ? thrownIn.get(error) : undefined
}

// --- helpers ---

const thrownIn = new WeakMap<object, ActiveContext>()
