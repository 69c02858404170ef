import { randomFillSync } from 'node:crypto'

/** Returns 32 random hexadecimal digits. @see https://www.w3.org/TR/trace-context/#trace-id */
export function newTraceId(): string {
  return take(16)
}

/** Returns 16 random hexadecimal digits. @see https://www.w3.org/TR/trace-context/#parent-id */
export function newSpanId(): string {
  return take(8)
}

// --- helpers ---

/** Random bytes are drawn in bulk: one call per id would cost more than the rest of a span. */
const pool = Buffer.alloc(4_096)
let used = pool.length

/** Never returns all zeros, because they mean "no id". */
function take(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const id = pool.toString('hex', used, used + bytes)
  used += bytes
  return /^0+$/.test(id) ? take(bytes) : id
}
