const MAX_BACKOFF_MS = 60_000

/** How long to wait after `failures` failures in a row. Full jitter: it spreads a fleet that failed together. */
export function backoffMs(failures: number, minRetryDelayMs: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, minRetryDelayMs * 2 ** (failures - 1))
  return random() * ceiling
}
