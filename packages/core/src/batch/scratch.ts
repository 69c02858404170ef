/** A batch of a burst is as large as a batch may be by default, and has line breaks. */
const ROOM_BYTES = 1_114_112

/** Fewer bytes come from Node's own pool, or are soon collected. */
const MIN_BYTES = 65_536

/** Batches are compressed one or two at a time; more of them have no rooms to come back to. */
const MAX_KEPT = 2

const kept: Buffer[] = []

/** Room for the lines of a batch, whatever is in it: of a burst's batches a pile would be left for the collector otherwise. */
export function lendScratch(bytes: number): Buffer {
  if (bytes < MIN_BYTES || bytes > ROOM_BYTES) return Buffer.allocUnsafe(bytes)
  return (kept.pop() ?? Buffer.allocUnsafeSlow(ROOM_BYTES)).subarray(0, bytes)
}

/** The next batch writes over it: nobody may hold on to it. */
export function returnScratch({ buffer }: Buffer): void {
  if (buffer.byteLength === ROOM_BYTES && kept.length < MAX_KEPT) kept.push(Buffer.from(buffer))
}
