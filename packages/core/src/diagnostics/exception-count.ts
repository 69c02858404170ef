/**
 * Returns the number of exceptions that the clients of this thread have received since the thread started, including
 * dropped ones. All copies of this package in the thread share the count.
 */
export function exceptionsReceived(): number {
  return count().received
}

export function countException(): void {
  count().received++
}

// --- helpers ---

const COUNT = Symbol.for('azmon.exceptions')

function count(): { received: number } {
  const holder = globalThis as { [COUNT]?: { received: number } }
  if (holder[COUNT] === undefined) Object.defineProperty(holder, COUNT, { value: { received: 0 } })
  return holder[COUNT] as { received: number }
}
