import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { QuerySource } from '../query/query-source'
import { type LocalEnv, ownNavigationsOnly } from '../safety'
import type { Answer } from './answer'
import { answerJson, answerQuery } from './answer-query'
import { bodyTooLarge } from './api-error'

/**
 * The query API of Application Insights and Log Analytics. The ids in the address are ignored, because there is only one store.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format
 */
export function queryRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.onError((_, c) => c.json(INTERNAL_ERROR, 500))
  routes.on('GET', QUERY_PATHS, ownNavigationsOnly, async (c) => {
    const call = { body: c.req.query(), prefer: c.req.header('prefer'), signal: c.req.raw.signal }
    return respond(c, await answerQuery(source, call))
  })
  routes.on('POST', QUERY_PATHS, limitedBody, async (c) => {
    const { signal } = c.req.raw
    const prefer = c.req.header('prefer')
    return respond(c, await answerJson(await c.req.text(), (body) => answerQuery(source, { body, prefer, signal })))
  })
  return routes
}

// --- helpers, in order of use ---

const INTERNAL_ERROR = {
  error: { code: 'InternalServerError', message: 'azmon local failed to handle the request.' },
}

/** Clients have the prefix in their endpoint or append it. `search` is the verb for tables of the basic plan. */
const QUERY_PATHS = ['', '/v1'].flatMap((prefix) =>
  ['apps/:id', 'workspaces/:id', 'subscriptions/:id{.+}'].map((scope) => `${prefix}/${scope}/:verb{query|search}`),
)

const MAX_BODY_BYTES = 1024 * 1024

const limitedBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => {
    // The rest of the body has not been read, so the connection cannot carry another request.
    c.header('connection', 'close')
    return respond(c as Context<LocalEnv>, bodyTooLarge(MAX_BODY_BYTES))
  },
})

function respond(c: Context<LocalEnv>, { status, json }: Answer): Response {
  return c.body(json, status, { 'content-type': 'application/json; charset=utf-8' })
}
