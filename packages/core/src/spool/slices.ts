import { type Clock, systemClock, type Timer } from '../clock'

/** The approximate time for which background work blocks the event loop at once. */
const SLICE_MS = 2

/** Work that can be interrupted at each `yield`. */
export type Work = Generator<void, void, void>

/** Runs one slice of the work. Returns true if the work is done. Rethrows errors of the work. */
export function advance(work: Work, clock: Clock): boolean {
  const untilMs = clock.monotonicMs() + SLICE_MS
  do if (work.next().done === true) return true
  while (clock.monotonicMs() < untilMs)
  return false
}

/** Runs all slices, the first one immediately. Rejects if the work throws. */
export async function inSlices(work: Work, clock: Clock): Promise<void> {
  while (!advance(work, clock)) await turn()
}

/** Yields to other work. Does not keep the process alive. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void soon(resolve))
}

/** Calls `callback` in a later turn. Uses a timer, because an unref'd immediate does not wake the event loop. */
export function soon(callback: () => void): Timer {
  return systemClock.after(0, callback)
}
