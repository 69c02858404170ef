import { type Context, Hono } from 'hono'
import { type Access, acceptsKey } from '../access'
import { decodeBody } from '../ingest/decode-body'
import type { IntakeLimits } from '../ingest/intake-limits'
import { isFromPage, type LocalEnv } from '../safety'
import { collectionOf } from './collection'
import type { LiveMetrics } from './live-metrics'
import { readPosts } from './read-post'

const PREFIX = '/quickpulseservice.svc/'

/** Returns whether SDKs send to this path. */
export function isQuickPulse(path: string): boolean {
  return path.startsWith(PREFIX)
}

export interface QuickPulseParts {
  readonly live: LiveMetrics
  readonly access: Access
  readonly limits: IntakeLimits
}

/**
 * The protocol of Live Metrics: an SDK asks every few seconds (`ping`) whether somebody looks, and as long as the answer is yes,
 * sends its counters and newest items every second (`post`).
 */
export function quickPulseRoutes({ live, access, limits }: QuickPulseParts): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  for (const verb of ['ping', 'post']) {
    routes.post(`${PREFIX}${verb}`, async (c) => {
      if (!acceptsKey(access, c.req.query('ikey') ?? '')) return c.text('Unknown instrumentation key\n', 401)
      const body = await readBody(c)
      if (body === undefined) return c.text('The body must be JSON of at most 1 MiB\n', 400)
      if (verb === 'post') for (const post of readPosts(body, Date.now())) live.addPost(post)
      return answer(c, body)
    })
  }
  return routes

  /** Returns undefined if the body is not JSON, or too large. */
  async function readBody(c: Context<LocalEnv>): Promise<unknown> {
    using admission = limits.admit(isFromPage(c))
    const body = await decodeBody(c.env.incoming, admission)
    if (body.kind === 'rejected' || body.text.length > MAX_BODY_CHARACTERS) return undefined
    try {
      return JSON.parse(body.text)
    } catch {
      return undefined
    }
  }

  function answer(c: Context<LocalEnv>, body: unknown): Response {
    const collection = collectionOf(body)
    c.header('x-ms-qps-subscribed', String(live.isWatched))
    c.header('x-ms-qps-service-polling-interval-hint', String(PING_INTERVAL_MS))
    if (live.isWatched) c.header('x-ms-qps-configuration-etag', collection.ETag)
    return c.json(collection)
  }
}

// --- helpers ---

const MAX_BODY_CHARACTERS = 1024 * 1024

/** How long a page waits for its first numbers. SDKs ask every 5 s by default. */
const PING_INTERVAL_MS = 2_000
