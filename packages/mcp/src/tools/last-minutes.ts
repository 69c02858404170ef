import type { QueryRequest } from '@azmon/local'

/** Returns the range of the last minutes, including now. Undefined for all rows. */
export function lastMinutes(minutes: number | undefined): QueryRequest['timeRange'] {
  if (minutes === undefined) return undefined
  const nowMs = Date.now()
  return { fromMs: nowMs - minutes * 60_000, toMs: nowMs + 1 }
}
