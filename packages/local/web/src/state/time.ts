/** A moment in an address: `now`, before now (`-30m`, `-2h`, `-7d`), or in ISO 8601. */
export type Moment = string

/** A range of absolute times, in epoch milliseconds. */
export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}

export const DEFAULT_FROM: Moment = '-30m'
export const NOW: Moment = 'now'

/** The number of bins in a strip. */
export const STRIP_BINS = 120

/** Returns undefined for a moment that cannot be read. */
export function parseMoment(moment: Moment, nowMs: number): number | undefined {
  if (moment === NOW) return nowMs
  const [, amount, unit] = /^-(\d{1,6})(s|m|h|d)$/.exec(moment) ?? []
  if (amount !== undefined && unit !== undefined) return nowMs - Number(amount) * UNIT_MS[unit]!
  const at = /^\d{4}-\d\d-\d\d/.test(moment) ? Date.parse(moment) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** Reads a range. Falls back to the last 30 minutes where a moment is missing, cannot be read, or the range is empty. */
export function parseRange(from: Moment | undefined, to: Moment | undefined, nowMs: number): TimeRange {
  const toMs = parseMoment(to ?? NOW, nowMs) ?? nowMs
  const fromMs = parseMoment(from ?? DEFAULT_FROM, nowMs)
  const fallbackMs = toMs - 30 * UNIT_MS['m']!
  return { fromMs: fromMs === undefined || fromMs >= toMs ? fallbackMs : fromMs, toMs }
}

/** Reads `<epoch ms>-<epoch ms>` in base 36, as `brush` in an address. */
export function parseBrush(text: string | undefined): TimeRange | undefined {
  const [from = '', to = ''] = text?.split('-') ?? []
  const [fromMs, toMs] = [Number.parseInt(from, 36), Number.parseInt(to, 36)]
  return fromMs < toMs ? { fromMs, toMs } : undefined
}

export function formatBrush({ fromMs, toMs }: TimeRange): string {
  return `${Math.round(fromMs).toString(36)}-${Math.round(toMs).toString(36)}`
}

/** Returns the short name of a range, such as `Last 30 min`. */
export function rangeLabel(from: Moment, to: Moment): string {
  const [, amount, unit] = /^-(\d+)([smhd])$/.exec(from) ?? []
  if (to === NOW && amount !== undefined && unit !== undefined) return `Last ${amount} ${UNIT_NAMES[unit]}`
  return `${shortMoment(from)} to ${shortMoment(to)}`
}

/** Returns `2026-11-29T14:32:07.892Z` for a range in KQL. */
export function iso(ms: number): string {
  return new Date(ms).toISOString()
}

// --- helpers ---

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const UNIT_NAMES: Readonly<Record<string, string>> = { s: 's', m: 'min', h: 'h', d: 'd' }

function shortMoment(moment: Moment): string {
  const at = /^\d{4}/.test(moment) ? new Date(moment) : undefined
  return at === undefined || Number.isNaN(at.getTime()) ? moment : at.toLocaleString('sv').slice(5, 16)
}
