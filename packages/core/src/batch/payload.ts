import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SerializedEnvelope } from '../item/item'
import { lendScratch, returnScratch } from './scratch'

/** One request body. */
export interface Payload {
  readonly body: Buffer
  readonly encoding: 'gzip' | 'identity'
  /** How many items it holds: the answer speaks of them by index. */
  readonly items: number
}

/** Below this, gzip saves less than it costs. */
const MIN_GZIP_BYTES = 1_024

/** Level 6 makes logs a tenth smaller for three times the time. */
export const GZIP_LEVEL = 1

/** Newline-delimited envelopes, in the order of the items. `allocate` hands out that many bytes, whatever is in them. */
export function encodeLines(
  items: readonly SerializedEnvelope[],
  allocate: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
  const newlines = Math.max(0, items.length - 1)
  const lines = allocate(items.reduce((bytes, item) => bytes + item.bytes, newlines))
  let end = 0
  for (const item of items) {
    if (end > 0) lines[end++] = NEWLINE
    end += item.copyTo(lines, end)
  }
  return lines.subarray(0, end)
}

/** The lines of the items; as gzip where that pays, compressed on the thread pool. `lines` are at hand at times. */
export async function encodePayload(
  items: readonly SerializedEnvelope[],
  encoding: Payload['encoding'],
  lines?: Buffer,
): Promise<Payload> {
  if (encoding === 'identity') return asTheyAre(lines ?? encodeLines(items), items)
  if (lines !== undefined) return gzipPayload(lines, items)
  const scratch = encodeLines(items, lendScratch)
  const payload = await gzipPayload(scratch, items)
  if (payload.body !== scratch) returnScratch(scratch)
  return payload
}

// --- helpers, in order of use ---

function asTheyAre(lines: Buffer, { length }: readonly SerializedEnvelope[]): Payload {
  return { body: lines, encoding: 'identity', items: length }
}

async function gzipPayload(lines: Buffer, items: readonly SerializedEnvelope[]): Promise<Payload> {
  if (lines.length < MIN_GZIP_BYTES) return asTheyAre(lines, items)
  try {
    return { body: await compress(lines, { level: GZIP_LEVEL }), encoding: 'gzip', items: items.length }
  } catch {
    // zlib found no memory for its window; the service takes the lines as they are.
    return asTheyAre(lines, items)
  }
}

const NEWLINE = 0x0a

const compress = promisify(gzip)
