import type { Envelope } from '../envelope/envelope'
import { type ActiveContext, inActiveOperation, inOperation } from './active-operation'

/**
 * Remembers the context that an error was thrown in: Node has left it when it reports the error as uncaught. The first call
 * for an error counts, which is the innermost context.
 */
export function rememberThrow(error: unknown, within: ActiveContext): void {
  if (typeof error === 'object' && error !== null && !thrownIn.has(error)) thrownIn.set(error, within)
}

/** Ties the item of an uncaught error to the active operation, else to the one that the error was thrown in. */
export function inOperationOfThrow(error: unknown, envelope: Envelope): Envelope {
  const within = typeof error === 'object' && error !== null ? thrownIn.get(error) : undefined
  return inOperation(within, inActiveOperation(envelope))
}

// --- helpers ---

const thrownIn = new WeakMap<object, ActiveContext>()
