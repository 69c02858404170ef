/** Something that may hold items when the process is about to end. */
export interface EndsWithProcess {
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
 * would never end. The flush begins in the next turn, so that it covers what such listeners log now.
 */
function onBeforeExit(): void {
  if (hasFlushed || registered.size === 0) return
  hasFlushed = true
  setImmediate(() => {
    for (const pipeline of registered) void pipeline.flushBeforeExit()
  })
}
