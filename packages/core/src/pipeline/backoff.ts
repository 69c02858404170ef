const MAX_BACKOFF_MS = 60_000

/**
 * Returns the delay after `failures` consecutive failures. Full jitter spreads out the retries of processes that failed
 * together.
 */
export function backoffMs(failures: number, minRetryDelayMs: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, minRetryDelayMs * 2 ** (failures - 1))
  return random() * ceiling
}
