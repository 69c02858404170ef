import { Hono } from 'hono'
import type { LocalEnv } from '../safety'
import type { LiveStreams } from './live-streams'

/** The stream of the page: what processes measure and track, and which tables have new rows. */
export function liveRoutes(streams: LiveStreams): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get('/api/live', (c) => {
    // Nobody would read or cancel its stream.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': EVENT_STREAM })
    const stream = streams.open(() => c.env.incoming.socket.destroy())
    if (stream === undefined) return c.text('Too many live streams are open\n', 503)
    // A kept connection would delay the end of the server.
    return c.body(stream, 200, { 'content-type': EVENT_STREAM, connection: 'close' })
  })
  return routes
}

// --- helpers ---

const EVENT_STREAM = 'text/event-stream'
