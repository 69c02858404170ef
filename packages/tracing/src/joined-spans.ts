/**
 * Counts the open spans that have joined the span of a request. They may know its route only after the response has been sent.
 */
export class JoinedSpans {
  #open = 0
  #finish = () => {}

  begin(): void {
    this.#open++
  }

  end(): void {
    this.#open--
    if (this.#open === 0) this.#finish()
  }

  /** Calls `finish` once: when all spans have ended, after 100 ms, or when the process ends. */
  whenEnded(finish: () => void): void {
    if (this.#open === 0) return finish()
    const done = () => {
      if (!waiting.delete(done)) return
      clearTimeout(timer)
      finish()
    }
    const timer = setTimeout(done, MAX_WAIT_MS).unref()
    waiting.add(done)
    this.#finish = done
  }
}

/** Ends the spans that wait for joined spans, because the process is about to exit. */
export function endWaitingSpans(): void {
  for (const done of waiting) done()
}

// --- helpers ---

const MAX_WAIT_MS = 100

const waiting = new Set<() => void>()
