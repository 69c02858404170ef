import { constants } from 'node:os'

export interface SignalReactions {
  /** Called at the first signal. */
  readonly onSignal?: (() => void) | undefined
  /** Called a second later if the process still runs: from now on, a signal ends it. */
  readonly onStillRunning?: (() => void) | undefined
}

/**
 * Handles SIGINT, SIGTERM and SIGHUP until the returned function is called. A signal within a second of the first is ignored;
 * a later one exits with 128 and its number.
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

/** Runs work that must end in an orderly way; its signal is aborted when the user or the system wants it to end. */
export async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController()
  const stop = handleSignals({ onSignal: () => interruption.abort() })
  try {
    return await work(interruption.signal)
  } finally {
    // After a signal the process ends anyway, and the echo of that signal must not end it earlier.
    if (!interruption.signal.aborted) stop()
  }
}

// --- helpers ---

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** npx passes on the Ctrl-C that the terminal has already sent to the whole process group. */
const ECHO_MS = 1_000
