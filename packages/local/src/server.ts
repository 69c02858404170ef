import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { type Access, keyOf } from './access'
import { connectionStringOf } from './connection-string'
import type { AcceptedItem } from './ingest/check-item'
import { decodeBody } from './ingest/decode-body'
import { IntakeLimits } from './ingest/intake-limits'
import type { Refusals } from './ingest/refusals'
import { rejectBody, type TrackOptions, type TrackResult, track } from './ingest/track'
import { page } from './page/page'
import { readPage } from './page/read-page'
import type { QuerySource } from './query/query-source'
import { apiRoutes } from './query-api/api-routes'
import { canonicalPath } from './routes'
import { toRow } from './rows/to-row'
import {
  defaultPort,
  isFromPage,
  isLoopback,
  knownHostsOnly,
  type LocalEnv,
  noActiveContent,
  ownPagesOnly,
} from './safety'
import type { Store } from './store/store'
import { tokenRequired } from './token'

const trackPaths = ['/v2.1/track', '/v2/track']
const openPaths = ['/v2/validate', '/favicon.ico']

export interface AppParts {
  readonly store: Store
  readonly source: QuerySource
  readonly access: Access
  readonly refusals: Refusals
  /** Called after each stored batch. */
  readonly onRowsStored: () => void
}

/** Creates the HTTP application. */
export function createApp({ store, source, access, refusals, onRowsStored }: AppParts): Hono<LocalEnv> {
  const app = new Hono<LocalEnv>({ getPath: canonicalPath })
  const limits = new IntakeLimits()
  app.onError((_, c) => c.text('azmon local failed to handle the request\n', 500))

  app.use(knownHostsOnly(access), noActiveContent, ownPagesOnly(trackPaths))
  // SDKs cannot send a token, so senders are identified by their keys.
  if (access.token !== undefined) app.use(tokenRequired(access.token, [...trackPaths, ...openPaths]))

  // The browser SDK may send from a page of any origin.
  for (const path of trackPaths) app.use(path, cors({ origin: '*', allowMethods: ['POST', 'OPTIONS'] }))
  app.on('POST', trackPaths, async (c) => respond(c, await handleTrack(c, storeRows)))
  app.post('/v2/validate', async (c) => respond(c, await handleTrack(c, async () => undefined)))

  app.get('/favicon.ico', (c) => c.body(null, 204))
  // Programs use this path to detect azmon local and to configure themselves.
  app.get('/connection-string', (c) => c.text(`${ownConnectionString(c, access)}\n`))
  app.get('/', async (c) => {
    const content = await readPage(store, ownConnectionString(c, access))
    return c.html(page(content, c.get('secureHeadersNonce') ?? ''))
  })
  app.get('/api/refusals', (c) =>
    c.json({ total: refusals.total, refusals: refusals.newest(c.req.query('operation')) }),
  )
  app.route('/', apiRoutes(source))
  return app

  async function handleTrack(c: Context<LocalEnv>, storeItems: TrackOptions['storeItems']): Promise<TrackResult> {
    using admission = limits.admit(isFromPage(c))
    const body = await decodeBody(c.env.incoming, admission)
    if (body.kind === 'rejected') return rejectBody(body.statusCode, body.message)
    // Awaited here, so that the admission counts the bytes until the items are stored.
    const { takeItems } = admission
    const onRejected: TrackOptions['onRejected'] = (...rejected) => refusals.add(...rejected)
    return await track(body.text, { nowMs: Date.now(), isKnownKey, takeItems, onRejected, storeItems })
  }

  function isKnownKey(iKey: string): boolean {
    return access.instrumentationKeys?.includes(iKey.toLowerCase()) ?? true
  }

  async function storeRows(items: readonly AcceptedItem[]): Promise<void> {
    await store.append(items.map((item) => toRow(item, randomUUID())))
    onRowsStored()
  }
}

/** Returns the connection string for a program that reaches this server as the client does. */
function ownConnectionString(c: Context<LocalEnv>, access: Access): string {
  const { hostname, port } = new URL(c.req.url)
  const host = isLoopback(hostname) ? undefined : hostname.replace(/^\[|\]$/g, '')
  return connectionStringOf(Number(port || defaultPort(c.req.url)), host, keyOf(access))
}

function respond(c: Context<LocalEnv>, { statusCode, response }: TrackResult): Response {
  if (statusCode === 429 || statusCode === 503) c.header('retry-after', String(RETRY_AFTER_S))
  return c.json(response, statusCode)
}

const RETRY_AFTER_S = 1
