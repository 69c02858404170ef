import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { codeOf } from '../errors'

export type DecodedBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly statusCode: 400 | 413 | 415; readonly message: string }

/** Holds for what comes over the wire and for what it unpacks to, so that a small body cannot fill the memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Reads a request to its end, or to the limit, and unpacks it. */
export async function decodeBody(request: IncomingMessage): Promise<DecodedBody> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  const unpack = unpackers.get(encoding)
  if (!unpack) {
    return {
      kind: 'refused',
      statusCode: 415,
      message: `Content-Encoding must be gzip, deflate or br, got ${encoding}`,
    }
  }
  const packed = await readUpTo(MAX_BODY_BYTES, request)
  if (!packed) return tooLarge
  try {
    return { kind: 'text', text: (await unpack(packed)).toString('utf8') }
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge
      : { kind: 'refused', statusCode: 400, message: `The body is not ${encoding}` }
  }
}

const limit = { maxOutputLength: MAX_BODY_BYTES }

const unpackers: ReadonlyMap<string, (packed: Buffer) => Promise<Buffer>> = new Map([
  ['identity', async (packed: Buffer) => packed],
  ['gzip', (packed: Buffer) => promisify(gunzip)(packed, limit)],
  ['deflate', (packed: Buffer) => promisify(inflate)(packed, limit)],
  ['br', (packed: Buffer) => promisify(brotliDecompress)(packed, limit)],
])

const tooLarge: DecodedBody = {
  kind: 'refused',
  statusCode: 413,
  message: `The body must not exceed ${MAX_BODY_BYTES} bytes, packed or unpacked`,
}

async function readUpTo(maxBytes: number, request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}
