import { durationMs } from '../ingest/duration'
import { readText, type WireObject } from '../ingest/wire'
import { performanceBucket } from './performance-bucket'

/** The columns of everything that took time. */
export function timed(baseData: WireObject, field: string) {
  const duration = milliseconds(baseData, field)
  return { duration, performanceBucket: duration === null ? null : performanceBucket(duration) }
}

export function milliseconds(baseData: WireObject, field: string): number | null {
  return durationMs(readText(baseData, field) ?? '') ?? null
}
