/**
 * How many exceptions the clients of this process have taken since it began, whatever becomes of them: each thread has its
 * own count, and all copies of this package in it share one.
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
