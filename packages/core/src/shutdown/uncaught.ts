/** Receives an uncaught error, and whether it was thrown or a promise was rejected with it. */
export type UncaughtListener = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void

/** Remembers the recorded uncaught errors, but not values that are not objects, because these may be thrown again. */
export class RecordedErrors {
  readonly #errors = new WeakSet<object>()

  has(error: unknown): boolean {
    return this.#errors.has(Object(error))
  }

  add(error: unknown): void {
    this.#errors.add(Object(error))
  }
}

const listeners = new Set<UncaughtListener>()
let isListening = false

/**
 * Calls `listener` for every uncaught error. Uses Node's monitor event, so the process still ends with the same exit code
 * and the same output on stderr. Returns a function that removes the listener.
 */
export function onUncaught(listener: UncaughtListener): () => void {
  listeners.add(listener)
  if (!isListening) {
    isListening = true
    process.on('uncaughtExceptionMonitor', (error, origin) => {
      for (const each of listeners) each(error, origin)
    })
  }
  return () => listeners.delete(listener)
}
