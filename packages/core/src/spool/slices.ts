import { type Clock, systemClock, type Timer } from '../clock'

/** The application waits for no more than this at a time, about. */
const SLICE_MS = 2

/** Work that may be interrupted at each `yield`. */
export type Work = Generator<void, void, void>

/** Goes on with the work for one slice. Returns true when the work is done. Throws what the work throws. */
export function advance(work: Work, clock: Clock): boolean {
  const untilMs = clock.monotonicMs() + SLICE_MS
  do if (work.next().done === true) return true
  while (clock.monotonicMs() < untilMs)
  return false
}

/** Does the work slice by slice, the first slice at once. Rejects with what the work throws. */
export async function inSlices(work: Work, clock: Clock): Promise<void> {
  while (!advance(work, clock)) await turn()
}

/** Lets others run first. Does not keep the process alive. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void soon(resolve))
}

/** A timer, because an immediate that is unref'd waits for something else to wake the event loop. */
export function soon(callback: () => void): Timer {
  return systemClock.after(0, callback)
}
