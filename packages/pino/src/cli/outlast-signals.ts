import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** An input that ends because of the same signal has ended by then, and npx hands the same Ctrl-C on a second time. */
const PATIENCE_MS = 1_000

/**
 * A signal goes to all programs of a pipe, and the one before us has last words: it is let pass. Where that has not led to
 * an end `onWaiting` is called, and from then on the next one ends the process.
 */
export function outlastSignals(onWaiting: () => void): void {
  let patience: 'untried' | 'tried' | 'over' = 'untried'
  const lose = () => {
    patience = 'over'
    onWaiting()
  }
  const outlast = (signal: (typeof SIGNALS)[number]) => {
    if (patience === 'over') process.exit(128 + constants.signals[signal])
    if (patience === 'untried') setTimeout(lose, PATIENCE_MS).unref()
    patience = 'tried'
  }
  for (const signal of SIGNALS) process.on(signal, outlast)
}
