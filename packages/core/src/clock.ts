import * as timers from 'node:timers'

/** Time as delivery sees it: one seam, so that tests can move it by hand. */
export interface Clock {
  /** Monotonic milliseconds, for deadlines and ages. */
  monotonicMs(): number
  /** Milliseconds since 1970, for what outlives the process. It may jump. */
  epochMs(): number
  /** Calls back once after `delayMs`. Only a timer that is asked to keeps the process alive. */
  after(delayMs: number, callback: () => void, keepsAlive?: 'keeps-alive'): Timer
}

export interface Timer {
  cancel(): void
}

/** Those of now: an application's tests may put timers in their place that stand still, and a flush would with them. */
const { setTimeout, clearTimeout, setImmediate } = timers

/** Calls back in a turn of its own. */
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

/** The last moment a Date can hold. @see ECMA-262, Time Values and Time Range */
const MAX_DATE_MS = 8.64e15

let lastMs = Number.NaN
let lastText = ''

/** ISO-8601 in UTC; an invalid time is now. A burst asks for the same millisecond many times, so the last text is kept. */
export function isoTime(epochMs: number = Date.now()): string {
  if (epochMs !== lastMs) {
    if (!(Math.abs(epochMs) <= MAX_DATE_MS)) return isoTime()
    lastText = new Date(epochMs).toISOString()
    lastMs = epochMs
  }
  return lastText
}
