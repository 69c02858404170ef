import type { Envelope } from '../envelope/envelope'
import { type ActiveContext, inActiveOperation, inOperation } from './active-operation'

/**
 * Remembers the context in which an error was thrown, because that context is no longer active when Node reports the error as
 * uncaught. Only the first call for an error has an effect, because it comes from the innermost context.
 */
export function rememberThrow(error: unknown, within: ActiveContext): void {
  if (typeof error === 'object' && error !== null && !thrownIn.has(error)) thrownIn.set(error, within)
}

/** Adds the active operation to the item of an uncaught error, or else the operation in which the error was thrown. */
export function inOperationOfThrow(error: unknown, envelope: Envelope): Envelope {
  const within = typeof error === 'object' && error !== null ? thrownIn.get(error) : undefined
  return inOperation(within, inActiveOperation(envelope))
}

// --- helpers ---

const thrownIn = new WeakMap<object, ActiveContext>()
