import { count, duration, size } from '../command-line/format'
import { type Sum, type SurveyedFile, sumOf } from './spool-survey'

export interface WaitingSum extends Sum {
  /** The age of the oldest item; undefined if there are no files. */
  readonly oldestAgeMs: number | undefined
}

/** Returns the totals of waiting batches, and the age of the oldest item. */
export function sumOfWaiting(files: readonly SurveyedFile[], nowMs: number = Date.now()): WaitingSum {
  const oldestMs = Math.min(...files.map(({ timeMs }) => timeMs))
  return { ...sumOf(files), oldestAgeMs: files.length === 0 ? undefined : Math.max(0, nowMs - oldestMs) }
}

/** Returns `12 files, 3,400 items, 2.1 MiB, oldest 3 h`, or `nothing`. */
export function describeWaiting({ files, items, bytes, oldestAgeMs }: WaitingSum): string {
  if (oldestAgeMs === undefined) return 'nothing'
  return `${count(files, 'file')}, ${count(items, 'item')}, ${size(bytes)}, oldest ${duration(oldestAgeMs)}`
}
