import { constants } from 'node:os'

export interface SignalReactions {
  /** Called on the first signal. */
  readonly onSignal?: (() => void) | undefined
  /** Called a second later if the process still runs. From then on, a signal ends it. */
  readonly onStillRunning?: (() => void) | undefined
}

/**
 * Handles SIGINT, SIGTERM and SIGHUP until the returned function is called. Ignores signals within a second of the first. On a
 * later signal, exits with 128 plus its number.
 */
export function handleSignals({ onSignal, onStillRunning }: SignalReactions): () => void {
  let state: 'running' | 'signalled' | 'still-running' = 'running'
  const react = (signal: (typeof SIGNALS)[number]) => {
    if (state === 'still-running') process.exit(128 + constants.signals[signal])
    if (state === 'signalled') return
    state = 'signalled'
    setTimeout(() => {
      state = 'still-running'
      onStillRunning?.()
    }, ECHO_MS).unref()
    onSignal?.()
  }
  for (const signal of SIGNALS) process.on(signal, react)
  return () => {
    for (const signal of SIGNALS) process.off(signal, react)
  }
}

/** Runs work that must end in an orderly way. Aborts its `AbortSignal` when the user or the system wants it to end. */
export async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController()
  const stop = handleSignals({ onSignal: () => interruption.abort() })
  try {
    return await work(interruption.signal)
  } finally {
    // After a signal the handlers stay, because a duplicate of that signal must not end the process too early.
    if (!interruption.signal.aborted) stop()
  }
}

// --- helpers ---

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** npx passes on Ctrl-C, which the terminal has already sent to the whole process group, so it arrives twice. */
const ECHO_MS = 1_000
