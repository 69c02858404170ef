/** The size of a buffer. It fits the largest batch with the default options, including line breaks. */
const SCRATCH_BYTES = 1_114_112

/** Smaller buffers are not reused: they come from Node's own pool, or are soon garbage-collected. */
const MIN_BYTES = 65_536

/** The maximum number of kept buffers. Usually one or two batches are compressed at the same time. */
const MAX_KEPT = 2

const kept: Buffer[] = []

/**
 * Returns a buffer with any content. Reuses buffers, because a burst of batches would otherwise create many large ones to
 * be garbage-collected.
 */
export function lendScratch(bytes: number): Buffer {
  if (bytes < MIN_BYTES || bytes > SCRATCH_BYTES) return Buffer.allocUnsafe(bytes)
  return (kept.pop() ?? Buffer.allocUnsafeSlow(SCRATCH_BYTES)).subarray(0, bytes)
}

/** Takes a buffer back. The caller must not use it any more, because the next batch overwrites it. */
export function returnScratch({ buffer }: Buffer): void {
  if (buffer.byteLength === SCRATCH_BYTES && kept.length < MAX_KEPT) kept.push(Buffer.from(buffer))
}
