import type { MiddlewareHandler } from 'hono'
import type { LocalEnv } from '../safety'

/**
 * Rejects requests while clients have not read many bytes of earlier responses, which would otherwise fill the memory. `respond`
 * tells the size of a response.
 */
export function limitUnsent(maxBytes: number): MiddlewareHandler<LocalEnv> {
  let unsentBytes = 0
  return async (c, next) => {
    if (unsentBytes > maxBytes) return c.json(BUSY, 503, { 'retry-after': '1' })
    await next()
    const bytes = c.get('responseBytes') ?? 0
    if (bytes >= MIN_COUNTED_BYTES && !c.env.outgoing.closed) {
      unsentBytes += bytes
      c.env.outgoing.once('close', () => {
        unsentBytes -= bytes
      })
    }
    return undefined
  }
}

// --- helpers ---

/** The system buffers smaller responses. */
const MIN_COUNTED_BYTES = 64 * 1024

const BUSY = {
  error: {
    code: 'ServiceUnavailable',
    message: 'Other clients have not read their large results yet. Try again later.',
  },
}
