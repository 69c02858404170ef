import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type Admission, BodyRejected } from './intake-limits'

export type DecodedBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rejected'; readonly statusCode: 400 | 413 | 415 | 429 | 503; readonly message: string }

/** The limit for the received bytes and for the unpacked bytes, so that a small body cannot fill the memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Reads a request until it ends or exceeds a limit, and unpacks it as it arrives. */
export async function decodeBody(request: IncomingMessage, admission: Admission): Promise<DecodedBody> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  const createUnpacker = unpackers.get(encoding)
  if (createUnpacker === undefined) {
    return rejected(415, `Content-Encoding must be gzip, deflate or br, got ${encoding}`)
  }
  try {
    const chunks = await collect(unpack(request, createUnpacker(), admission))
    return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    return error instanceof BodyRejected
      ? rejected(error.statusCode, error.message)
      : rejected(400, `The body is not valid ${encoding}`)
  }
}

const unpackOptions = { chunkSize: 64 * 1024 }

const unpackers = new Map<string, () => Transform | undefined>([
  ['identity', () => undefined],
  ['gzip', () => createGunzip(unpackOptions)],
  ['deflate', () => createInflate(unpackOptions)],
  ['br', () => createBrotliDecompress(unpackOptions)],
])

function rejected(statusCode: (DecodedBody & { kind: 'rejected' })['statusCode'], message: string): DecodedBody {
  return { kind: 'rejected', statusCode, message }
}

function unpack(request: Readable, unpacker: Transform | undefined, admission: Admission): AsyncIterable<Buffer> {
  const packed = limited(request, admission)
  // The iteration rejects with the error; without the callback, pipeline would throw it a second time.
  return unpacker === undefined
    ? packed
    : limited(
        pipeline(packed, unpacker, () => undefined),
        admission,
      )
}

/**
 * Yields the chunks of a stream until a limit is exceeded. Leaves the stream open, because the client still gets a response.
 */
async function* limited(stream: Readable, admission: Admission): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) {
      throw new BodyRejected(413, `The body must not exceed ${MAX_BODY_BYTES} bytes, packed or unpacked`)
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
