import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Admission, BodyRefused } from './intake-limits'

export type DecodedBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly statusCode: 400 | 413 | 415 | 429 | 503; readonly message: string }

/** Holds for what comes over the wire and for what it unpacks to, so that a small body cannot fill the memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Reads a request to its end, or to a limit, and unpacks it as it arrives. */
export async function decodeBody(request: IncomingMessage, admission: Admission): Promise<DecodedBody> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  const createUnpacker = unpackers.get(encoding)
  if (createUnpacker === undefined) {
    return refused(415, `Content-Encoding must be gzip, deflate or br, got ${encoding}`)
  }
  try {
    const chunks = await collect(unpack(request, createUnpacker(), admission))
    return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    return error instanceof BodyRefused
      ? refused(error.statusCode, error.message)
      : refused(400, `The body is not ${encoding}`)
  }
}

const unpackOptions = { chunkSize: 64 * 1024 }

const unpackers = new Map<string, () => Transform | undefined>([
  ['identity', () => undefined],
  ['gzip', () => createGunzip(unpackOptions)],
  ['deflate', () => createInflate(unpackOptions)],
  ['br', () => createBrotliDecompress(unpackOptions)],
])

function refused(statusCode: (DecodedBody & { kind: 'refused' })['statusCode'], message: string): DecodedBody {
  return { kind: 'refused', statusCode, message }
}

function unpack(request: Readable, unpacker: Transform | undefined, admission: Admission): AsyncIterable<Buffer> {
  const packed = counted(request, admission)
  // The iteration rejects with what goes wrong; the callback only keeps it from being thrown as well.
  return unpacker === undefined
    ? packed
    : counted(
        pipeline(packed, unpacker, () => undefined),
        admission,
      )
}

/** The chunks of a stream, which stays open when they are read no further: the client still has to be answered. */
async function* counted(stream: Readable, admission: Admission): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) {
      throw new BodyRefused(413, `The body must not exceed ${MAX_BODY_BYTES} bytes, packed or unpacked`)
    }
    admission.take(chunk.length)
    yield chunk
  }
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const collected: Buffer[] = []
  for await (const chunk of chunks) collected.push(chunk)
  return collected
}
