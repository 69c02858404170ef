import { durationMs } from '../ingest/duration'
import { readString, type WireObject } from '../ingest/wire'
import { performanceBucket } from './performance-bucket'

/** Returns the columns that all tables with durations have. */
export function timed(baseData: WireObject, field: string) {
  const duration = milliseconds(baseData, field)
  return { duration, performanceBucket: duration === null ? null : performanceBucket(duration) }
}

export function milliseconds(baseData: WireObject, field: string): number | null {
  return durationMs(readString(baseData, field) ?? '') ?? null
}
