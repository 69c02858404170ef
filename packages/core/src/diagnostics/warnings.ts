import { callSafely } from '../call-safely'
import { printable } from '../printable'

const ONE_HOUR_MS = 3_600_000

/** The time of the last warning about each subject, in monotonic milliseconds. */
const lastWarnedMs = new Map<string, number>()

/**
 * Prints a warning to stderr once per process for each `subject`. Use it for states that cannot change while the process
 * runs.
 */
export function warnOnce(subject: string, message: string): void {
  if (!lastWarnedMs.has(subject)) warn(subject, message, 0)
}

/**
 * Prints a warning to stderr at most once an hour for each `subject`. Use it for problems that can be fixed while the
 * process runs.
 */
export function warnHourly(subject: string, message: string, nowMs = performance.now()): void {
  if (isDue(subject, nowMs)) warn(subject, message, nowMs)
}

/** Like `warnHourly`, but prints the warning immediately, because the process may be about to end. */
export function warnHourlyAtOnce(subject: string, message: string, nowMs = performance.now()): void {
  if (!isDue(subject, nowMs)) return
  lastWarnedMs.set(subject, nowMs)
  warnAtExit(message)
}

/**
 * Prints a warning to stderr immediately. Node prints other warnings in a later turn, which an ending process does not
 * have.
 */
export function warnAtExit(message: string): void {
  callSafely(() => process.emit('warning', Object.assign(new Error(printable(message)), { name: WARNING_NAME })))
}

export function hasWarnedOf(subject: string): boolean {
  return lastWarnedMs.has(subject)
}

/**
 * Passes azmon's warnings to `print` instead of Node's own listener. Other `warning` listeners still receive all warnings.
 */
export function redirectWarnings(print: (message: string) => void): void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning').on('warning', (warning) => {
    const isOurs = warning.name === WARNING_NAME
    if (isOurs) print(warning.message)
    for (const listener of listeners) if (!isOurs || listener.name !== NODE_LISTENER) listener(warning)
  })
}

// --- helpers, in order of use ---

const WARNING_NAME = 'AzmonWarning'

function isDue(subject: string, nowMs: number): boolean {
  return nowMs - (lastWarnedMs.get(subject) ?? Number.NEGATIVE_INFINITY) >= ONE_HOUR_MS
}

/** @see https://github.com/nodejs/node/blob/main/lib/internal/process/warning.js */
const NODE_LISTENER = 'onWarning'

/** Emits a Node warning, so that `--no-warnings` and `warning` listeners apply. */
function warn(subject: string, message: string, nowMs: number): void {
  lastWarnedMs.set(subject, nowMs)
  process.emitWarning(printable(message), { type: WARNING_NAME })
}
