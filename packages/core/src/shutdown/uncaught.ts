/** Called with an uncaught error, and whether it was thrown or rejected. */
export type UncaughtListener = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void

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
