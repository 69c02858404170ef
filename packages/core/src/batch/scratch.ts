/** Fits the largest batch of the default options, with its line breaks. */
const SCRATCH_BYTES = 1_114_112

/** Smaller buffers come from Node's own pool, or are soon collected. */
const MIN_BYTES = 65_536

/** Mostly one or two batches are compressed at a time. */
const MAX_KEPT = 2

const kept: Buffer[] = []

/** Returns a reused buffer with any content, because a burst of batches would leave many large buffers to the collector. */
export function lendScratch(bytes: number): Buffer {
  if (bytes < MIN_BYTES || bytes > SCRATCH_BYTES) return Buffer.allocUnsafe(bytes)
  return (kept.pop() ?? Buffer.allocUnsafeSlow(SCRATCH_BYTES)).subarray(0, bytes)
}

/** Takes the buffer back. The caller must not use it any more, because the next batch overwrites it. */
export function returnScratch({ buffer }: Buffer): void {
  if (buffer.byteLength === SCRATCH_BYTES && kept.length < MAX_KEPT) kept.push(Buffer.from(buffer))
}
