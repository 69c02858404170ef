import type { TimeRange } from '@azmon/kql'
import { instantMicros } from '../ingest/instant'

/**
 * Returns the time range of a `timespan`: a duration before now, a start and an end, a start and a duration, or a duration and an
 * end, all in ISO 8601. Returns undefined if the string is none of these.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/timespan
 */
export function parseTimespan(text: string, nowMs: number): TimeRange | undefined {
  const [first = '', second, ...rest] = text.trim().split('/')
  if (rest.length > 0) return undefined
  if (second === undefined) {
    const duration = durationMs(first)
    // The end is exclusive, and rows of this millisecond belong to the range.
    return duration === undefined ? undefined : rangeOf(nowMs - duration, nowMs + 1)
  }
  const [start, end] = [instantMs(first), instantMs(second)]
  if (start !== undefined) return rangeOf(start, end ?? plus(start, durationMs(second)))
  return end === undefined ? undefined : rangeOf(minus(end, durationMs(first)), end)
}

// --- helpers, in order of use ---

const DATE = /^\d{4}-\d\d-\d\d$/
const WITHOUT_SECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-]\d\d:\d\d)?$/
const DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i
/** Years and months have the lengths that .NET gives them. */
const UNITS_S = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1]
/** The first and the last moment of a datetime in KQL: the years 1 and 9999. */
const [MIN_MS, MAX_MS] = [-62_135_596_800_000, 253_402_300_800_000]

/** Returns the milliseconds of `P1DT2H3M4.5S`, or undefined if the string is not a duration. */
function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text)?.slice(1)
  if (parts === undefined || parts.every((part) => part === undefined)) return undefined
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS_S[index] ?? 0), 0) * 1_000
}

function instantMs(text: string): number | undefined {
  const whole = DATE.test(text) ? `${text}T00:00:00` : text.replace(WITHOUT_SECONDS, '$1:00$2').replace(/z$/, 'Z')
  const micros = instantMicros(whole)
  return micros === undefined ? undefined : Number(micros) / 1_000
}

function plus(ms: number, duration: number | undefined): number | undefined {
  return duration === undefined ? undefined : ms + duration
}

function minus(ms: number, duration: number | undefined): number | undefined {
  return duration === undefined ? undefined : ms - duration
}

function rangeOf(fromMs: number | undefined, toMs: number | undefined): TimeRange | undefined {
  if (fromMs === undefined || toMs === undefined || fromMs > toMs) return undefined
  return { fromMs: Math.max(fromMs, MIN_MS), toMs: Math.min(toMs, MAX_MS) }
}
