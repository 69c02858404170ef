import { callSafely } from '../call-safely'

const ONE_HOUR_MS = 3_600_000

/** When each subject was said last, in monotonic milliseconds. */
const lastSaidMs = new Map<string, number>()

/** One line on stderr, once in the life of the process: for what will not change in it. */
export function warnOnce(subject: string, message: string): void {
  if (!lastSaidMs.has(subject)) say(subject, message, 0)
}

/** One line on stderr, at most once an hour for each `subject`: for what somebody can cure while the process runs. */
export function warnHourly(subject: string, message: string, nowMs = performance.now()): void {
  if (nowMs - (lastSaidMs.get(subject) ?? Number.NEGATIVE_INFINITY) >= ONE_HOUR_MS) say(subject, message, nowMs)
}

/** One line on stderr before the process ends: Node prints other warnings in a later turn, which there is none of then. */
export function warnAtExit(message: string): void {
  callSafely(() => process.emit('warning', Object.assign(new Error(message), { name: OURS })))
}

/** True if a warning about this was printed. */
export function hasWarnedOf(subject: string): boolean {
  return lastSaidMs.has(subject)
}

/** From now on `say` has our warnings in place of Node, which prints them; whoever else listens has all of them as ever. */
export function divertWarnings(say: (message: string) => void): void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning').on('warning', (warning) => {
    const isOurs = warning.name === OURS
    if (isOurs) say(warning.message)
    for (const listener of listeners) if (!isOurs || listener.name !== NODES_LISTENER) listener(warning)
  })
}

// --- helpers, in order of use ---

const OURS = 'AzmonWarning'

/** @see https://github.com/nodejs/node/blob/main/lib/internal/process/warning.js */
const NODES_LISTENER = 'onWarning'

/** By Node's own way, so that `--no-warnings` and a `warning` listener work as ever. */
function say(subject: string, message: string, nowMs: number): void {
  lastSaidMs.set(subject, nowMs)
  process.emitWarning(message, { type: OURS })
}
