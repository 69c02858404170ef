import * as timers from 'node:timers'

/** The clock and timers that delivery uses, in one place, so that tests can control the time. */
export interface Clock {
  /** Returns monotonic milliseconds, for deadlines and ages. */
  monotonicMs(): number
  /** Returns milliseconds since 1970, for times that outlive the process. The value may jump. */
  epochMs(): number
  /** Calls `callback` once after `delayMs`. The timer keeps the process alive only with `keepsAlive`. */
  after(delayMs: number, callback: () => void, keepsAlive?: 'keeps-alive'): Timer
}

export interface Timer {
  cancel(): void
}

/** Keeps the original timers, because a flush would hang if an application's tests replaced them with fake ones. */
const { setTimeout, clearTimeout, setImmediate } = timers

/** Calls `callback` in a later turn of the event loop. */
export function nextTurn(callback: () => void): NodeJS.Immediate {
  return setImmediate(callback)
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  after(delayMs, callback, keepsAlive) {
    const timer = setTimeout(callback, delayMs)
    if (keepsAlive === undefined) timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}

/** The latest time that a Date can represent. @see ECMA-262, Time Values and Time Range */
const MAX_DATE_MS = 8.64e15

let lastMs = Number.NaN
let lastText = ''

/**
 * Formats a time as ISO-8601 in UTC. Returns the current time for an invalid one. Caches the last string, because a burst
 * requests the same millisecond many times.
 */
export function isoTime(epochMs: number = Date.now()): string {
  if (epochMs !== lastMs) {
    if (!(Math.abs(epochMs) <= MAX_DATE_MS)) return isoTime()
    lastText = new Date(epochMs).toISOString()
    lastMs = epochMs
  }
  return lastText
}
