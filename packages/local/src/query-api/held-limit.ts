import type { MiddlewareHandler } from 'hono'
import type { LocalEnv } from '../safety'

export interface HeldLimits {
  /** For the bodies of all running requests together. */
  readonly maxRequestBytes: number
  /** For all responses together that clients have not read. `respond` tells the size of a response. */
  readonly maxResponseBytes: number
  /** The time after which a client that reads nothing of a large response is disconnected, in milliseconds. */
  readonly unreadTimeoutMs: number
}

/** Rejects requests while others hold much memory, and results for which there is no room when they are complete. */
export function limitHeld({
  maxRequestBytes,
  maxResponseBytes,
  unreadTimeoutMs,
}: HeldLimits): MiddlewareHandler<LocalEnv> {
  let requestBytes = 0
  let responseBytes = 0
  return async (c, next) => {
    const received = bodySize(c.req.raw)
    if (requestBytes + received > maxRequestBytes || responseBytes > maxResponseBytes) {
      return c.json(BUSY, 503, { 'retry-after': '1' })
    }
    requestBytes += received
    try {
      await next()
    } finally {
      requestBytes -= received
    }
    const sent = c.get('responseBytes') ?? 0
    if (sent < MIN_COUNTED_BYTES || c.env.outgoing.closed) return undefined
    // Many queries may have begun while no response waited. A response alone may exceed the limit.
    if (responseBytes > 0 && responseBytes + sent > maxResponseBytes) {
      c.res = c.json(BUSY, 503, { 'retry-after': '1' })
      return undefined
    }
    responseBytes += sent
    const { outgoing } = c.env
    outgoing.setTimeout(unreadTimeoutMs, () => void outgoing.destroy())
    outgoing.once('close', () => {
      responseBytes -= sent
    })
    return undefined
  }
}

// --- helpers, in order of use ---

/** The largest body that a route reads: a batch. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024

/** A body without a length counts as the largest one. */
function bodySize({ method, headers }: Request): number {
  if (method === 'GET' || method === 'HEAD') return 0
  return Math.min(Number(headers.get('content-length') ?? MAX_BODY_BYTES), MAX_BODY_BYTES)
}

const BUSY = {
  error: {
    code: 'ServiceUnavailable',
    message: 'Other requests are too large, or their clients have not read the results yet. Try again later.',
  },
}

/** The system buffers smaller responses. */
const MIN_COUNTED_BYTES = 64 * 1024
