/** Something that may hold items when the process is about to end. */
export interface EndsWithProcess {
  readonly holdsItems: boolean
  /** Sends what is left, within its own time limit. Never rejects. */
  flushBeforeExit(): Promise<void>
}

const registered = new Set<EndsWithProcess>()
let isListening = false

/** From now on `pipeline` is flushed when the process ends by itself. Returns how to stop. */
export function flushBeforeExit(pipeline: EndsWithProcess): () => void {
  registered.add(pipeline)
  if (!isListening) {
    isListening = true
    process.prependListener('beforeExit', onBeforeExit)
  }
  return () => registered.delete(pipeline)
}

let hasFlushed = false

/**
 * Once only: flushing is work, after which Node asks again, and a program that logs in its own `beforeExit` listener
 * would never end. The flush begins after all listeners have run, so that it covers what they log; where nothing waits
 * it leaves no trace.
 */
function onBeforeExit(): void {
  if (hasFlushed) return
  process.nextTick(() => {
    for (const pipeline of registered) {
      if (!pipeline.holdsItems) continue
      hasFlushed = true
      void pipeline.flushBeforeExit()
    }
  })
}
