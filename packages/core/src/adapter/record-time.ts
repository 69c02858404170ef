import { isoTime } from '../clock'

/** A time that a record gives for itself. */
export interface RecordTime {
  readonly epochMs: number
  /** The digits of a second behind its milliseconds, where the source has them. */
  readonly finer: string
}

/** As an envelope has it; undefined for a time that the service would refuse the record for. */
export function acceptedTime({ epochMs, finer }: RecordTime, nowMs: number): string | undefined {
  if (!(epochMs >= nowMs - MAX_AGE_MS && epochMs <= nowMs + MAX_AHEAD_MS)) return undefined
  const digits = finer.slice(0, MAX_FINER)
  return digits === '' ? isoTime(epochMs) : `${isoTime(epochMs).slice(0, -1)}${digits}Z`
}

/** ISO-8601 with its zone: a local time without one is coarser than the moment of the log call. */
export function parseIsoTime(text: string): RecordTime | undefined {
  const match = ISO.exec(text)
  return match === null ? undefined : { epochMs: Date.parse(text), finer: (match[1] ?? '').slice(3) }
}

// --- helpers, in order of use ---

/** What the service takes. @see https://learn.microsoft.com/azure/azure-monitor/app/data-model-complete */
const MAX_AGE_MS = 48 * 3_600_000
const MAX_AHEAD_MS = 2 * 3_600_000

/** The service keeps seven digits of a second. */
const MAX_FINER = 4

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/
