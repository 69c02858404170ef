import type { TimeRange } from '../state/time'
import { moment } from './kql'

/** Clocks differ, and items of an operation may be written before and after the span that is in the range. */
const SLACK_MS = 60_000

/** Returns the condition for rows that may belong to the operations of a range. */
export function isAround({ fromMs, toMs }: TimeRange): string {
  return `timestamp between (${moment(fromMs - SLACK_MS)} .. ${moment(toMs + SLACK_MS)})`
}
