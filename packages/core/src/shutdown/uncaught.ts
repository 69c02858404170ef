/** Told of an error that nobody caught, and whether it was thrown or a promise was rejected with it. */
export type UncaughtListener = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void

const listeners = new Set<UncaughtListener>()
let isListening = false

/**
 * From now on `listener` hears of uncaught errors. Node's monitor event changes nothing: the process ends as it would
 * have, with the same exit code and the same text on stderr. Returns how to stop.
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
