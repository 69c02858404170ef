import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { connectionStringOf } from './connection-string'
import { decodeBody } from './ingest/decode-body'
import { refuseBody, type TrackVerdict, track } from './ingest/track'
import { page } from './page/page'
import { readPage } from './page/read-page'
import { toRow } from './rows/to-row'
import { type LocalEnv, loopbackHostOnly, nothingActive, sameOriginWrites } from './safety'
import type { Store } from './store/store'

const trackPaths = ['/v2.1/track', '/v2/track']

/** Everything that is answered over HTTP. */
export function createApp(store: Store, onRowsKept: () => void): Hono<LocalEnv> {
  const app = new Hono<LocalEnv>()
  app.onError((_, c) => c.text('azmon local could not answer\n', 500))

  app.use(loopbackHostOnly, nothingActive, sameOriginWrites(trackPaths))

  // The browser SDK is a client like any other, from whatever page it runs in.
  for (const path of trackPaths) app.use(path, cors({ origin: '*', allowMethods: ['POST', 'OPTIONS'] }))
  app.on('POST', trackPaths, async (c) => {
    const verdict = await judgeRequest(c.env)
    await keep(verdict)
    return c.json(verdict.answer, verdict.statusCode)
  })
  app.post('/v2/validate', async (c) => {
    const verdict = await judgeRequest(c.env)
    return c.json(verdict.answer, verdict.statusCode)
  })

  app.get('/favicon.ico', (c) => c.body(null, 204))
  // For programs: whether it is one of us that answers here, and what to set.
  app.get('/connection-string', (c) => c.text(`${connectionStringHere(c.env)}\n`))
  app.get('/', async (c) => {
    const content = await readPage(store, connectionStringHere(c.env))
    return c.html(page(content, c.get('secureHeadersNonce') ?? ''))
  })
  return app

  async function keep({ envelopes }: TrackVerdict): Promise<void> {
    if (envelopes.length === 0) return
    await store.append(envelopes.map((envelope) => toRow(envelope, randomUUID())))
    onRowsKept()
  }
}

function connectionStringHere({ incoming }: LocalEnv['Bindings']): string {
  return connectionStringOf(incoming.socket.localPort ?? 0)
}

async function judgeRequest({ incoming }: LocalEnv['Bindings']): Promise<TrackVerdict> {
  const body = await decodeBody(incoming)
  return body.kind === 'text' ? track(body.text, Date.now()) : refuseBody(body.statusCode, body.message)
}
