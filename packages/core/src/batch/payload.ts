import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SerializedEnvelope } from '../item/item'
import { lendScratch, returnScratch } from './scratch'

/** The body of one request. */
export interface Payload {
  readonly body: Buffer
  readonly encoding: 'gzip' | 'identity'
  /** The number of items, to which the response refers by index. */
  readonly items: number
}

/** Compressing a smaller body costs more than it saves. */
const MIN_GZIP_BYTES = 1_024

/** Level 6 would make logs a tenth smaller, but takes three times as long. */
export const GZIP_LEVEL = 1

/** Encodes the items as newline-delimited envelopes, in order. The buffer that `allocate` returns may have any content. */
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

/** Encodes the items and compresses them on the thread pool if that saves bytes. Pass `lines` if they are already encoded. */
export async function encodePayload(
  items: readonly SerializedEnvelope[],
  encoding: Payload['encoding'],
  lines?: Buffer,
): Promise<Payload> {
  if (encoding === 'identity') return uncompressed(lines ?? encodeLines(items), items)
  if (lines !== undefined) return gzipPayload(lines, items)
  const scratch = encodeLines(items, lendScratch)
  const payload = await gzipPayload(scratch, items)
  if (payload.body !== scratch) returnScratch(scratch)
  return payload
}

// --- helpers, in order of use ---

function uncompressed(lines: Buffer, { length }: readonly SerializedEnvelope[]): Payload {
  return { body: lines, encoding: 'identity', items: length }
}

async function gzipPayload(lines: Buffer, items: readonly SerializedEnvelope[]): Promise<Payload> {
  if (lines.length < MIN_GZIP_BYTES) return uncompressed(lines, items)
  try {
    return { body: await compress(lines, { level: GZIP_LEVEL }), encoding: 'gzip', items: items.length }
  } catch {
    return uncompressed(lines, items) // zlib could not allocate memory
  }
}

const NEWLINE = 0x0a

const compress = promisify(gzip)
