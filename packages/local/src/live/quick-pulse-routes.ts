import { type Context, Hono } from 'hono'
import { type Access, acceptsKey } from '../access'
import { type DecodedBody, decodeBody } from '../ingest/decode-body'
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
 * The protocol of Live Metrics: an SDK asks every few seconds (`ping`) whether a page is open. While one is open, the SDK
 * sends its counters and newest items every second (`post`).
 */
export function quickPulseRoutes({ live, access, limits }: QuickPulseParts): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  for (const verb of ['ping', 'post']) {
    routes.post(`${PREFIX}${verb}`, async (c) => {
      if (!acceptsKey(access, c.req.query('ikey') ?? '')) return c.text('Unknown instrumentation key\n', 401)
      const body = await readBody(c)
      if (body.kind === 'rejected') return c.text(`${body.message}\n`, body.statusCode)
      if (verb === 'post') for (const post of readPosts(body.value, Date.now())) live.addPost(post)
      return answer(c, body.value)
    })
  }
  return routes

  async function readBody(c: Context<LocalEnv>): Promise<Body> {
    using admission = limits.admit(isFromPage(c))
    const body = await decodeBody(c.env.incoming, admission)
    if (body.kind === 'rejected') return body
    if (body.text.length > MAX_BODY_CHARACTERS) {
      return {
        kind: 'rejected',
        statusCode: 413,
        message: `The body must not exceed ${MAX_BODY_CHARACTERS} characters`,
      }
    }
    try {
      return { kind: 'json', value: JSON.parse(body.text) }
    } catch {
      return { kind: 'rejected', statusCode: 400, message: 'The body must be JSON' }
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

type Body = { readonly kind: 'json'; readonly value: unknown } | Extract<DecodedBody, { kind: 'rejected' }>

const MAX_BODY_CHARACTERS = 1024 * 1024

/** How long a page waits for its first numbers. SDKs ask every 5 s by default. */
const PING_INTERVAL_MS = 2_000
