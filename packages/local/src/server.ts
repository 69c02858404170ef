import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { connectionStringOf } from './connection-string'
import type { Envelope } from './ingest/check-item'
import { decodeBody } from './ingest/decode-body'
import { IntakeLimits } from './ingest/intake-limits'
import { refuseBody, type TrackOptions, type TrackVerdict, track } from './ingest/track'
import { page } from './page/page'
import { readPage } from './page/read-page'
import { canonicalPath } from './routes'
import { toRow } from './rows/to-row'
import { isFromPage, type LocalEnv, loopbackHostOnly, nothingActive, ownPagesOnly } from './safety'
import type { Store } from './store/store'

const trackPaths = ['/v2.1/track', '/v2/track']

/** Everything that is answered over HTTP. */
export function createApp(store: Store, onRowsKept: () => void): Hono<LocalEnv> {
  const app = new Hono<LocalEnv>({ getPath: canonicalPath })
  const limits = new IntakeLimits()
  app.onError((_, c) => c.text('azmon local could not answer\n', 500))

  app.use(loopbackHostOnly, nothingActive, ownPagesOnly(trackPaths))

  // The browser SDK is a client like any other, from whatever page it runs in.
  for (const path of trackPaths) app.use(path, cors({ origin: '*', allowMethods: ['POST', 'OPTIONS'] }))
  app.on('POST', trackPaths, async (c) => answer(c, await judgeRequest(c, keep)))
  app.post('/v2/validate', async (c) => answer(c, await judgeRequest(c, async () => undefined)))

  app.get('/favicon.ico', (c) => c.body(null, 204))
  // For programs: whether it is one of us that answers here, and what to set.
  app.get('/connection-string', (c) => c.text(`${connectionStringHere(c.env)}\n`))
  app.get('/', async (c) => {
    const content = await readPage(store, connectionStringHere(c.env))
    return c.html(page(content, c.get('secureHeadersNonce') ?? ''))
  })
  return app

  async function judgeRequest(c: Context<LocalEnv>, keepEnvelopes: TrackOptions['keep']): Promise<TrackVerdict> {
    using admission = limits.admit(isFromPage(c))
    const body = await decodeBody(c.env.incoming, admission)
    if (body.kind === 'refused') return refuseBody(body.statusCode, body.message)
    // Awaited here, so that the bytes stay under way until the items are kept.
    return await track(body.text, { nowMs: Date.now(), takeItems: admission.takeItems, keep: keepEnvelopes })
  }

  async function keep(envelopes: readonly Envelope[]): Promise<void> {
    await store.append(envelopes.map((envelope) => toRow(envelope, randomUUID())))
    onRowsKept()
  }
}

function connectionStringHere({ incoming }: LocalEnv['Bindings']): string {
  return connectionStringOf(incoming.socket.localPort ?? 0)
}

/** Statuses that tell a client to send the body again say when. */
function answer(c: Context<LocalEnv>, verdict: TrackVerdict): Response {
  if (verdict.statusCode === 429 || verdict.statusCode === 503) c.header('retry-after', String(RETRY_AFTER_S))
  return c.json(verdict.answer, verdict.statusCode)
}

const RETRY_AFTER_S = 1
