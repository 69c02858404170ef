import { signal } from '@preact/signals'

/**
 * The moment that `now` in an address means, in epoch milliseconds. Views of the past keep it until something asks for newer
 * rows, so that all queries of a view look at the same range.
 */
export const nowMs = signal(Date.now())

/** Moves `now` to the current time. Views then query again. */
export function refreshNow(): void {
  nowMs.value = Date.now()
}
