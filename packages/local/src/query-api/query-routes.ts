import { Hono, type MiddlewareHandler } from 'hono'
import type { QuerySource } from '../query/query-source'
import { type LocalEnv, ownNavigationsOnly } from '../safety'
import { answerQuery, MAX_RESULT_BYTES } from './answer-query'
import { answerBatch } from './batch'
import { MAX_BODY_BYTES } from './held-limit'
import { ifPathEnds, RESOURCE_PATHS } from './resource-path'
import { respond, respondTo } from './respond'

/**
 * The query API of Application Insights and Log Analytics. The ids in the address are ignored, because there is only one store.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format
 */
export function queryRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  const get: MiddlewareHandler<LocalEnv> = async (c) => {
    const prefer = c.req.header('prefer')
    const call = { body: c.req.query(), prefer, maxBytes: MAX_RESULT_BYTES, signal: c.req.raw.signal }
    return respond(c, await answerQuery(source, call))
  }
  const post: MiddlewareHandler<LocalEnv> = (c) => {
    const call = { prefer: c.req.header('prefer'), maxBytes: MAX_RESULT_BYTES, signal: c.req.raw.signal }
    return respondTo(c, MAX_QUERY_BYTES, (body) => answerQuery(source, { ...call, body }))
  }
  routes.on('GET', PATHS, ownNavigationsOnly, get)
  routes.on('GET', RESOURCE_PATHS, ownNavigationsOnly, ifPathEnds(VERB, get))
  routes.on('POST', PATHS, post)
  routes.on('POST', RESOURCE_PATHS, ifPathEnds(VERB, post))
  routes.on('POST', ['/$batch', '/v1/$batch'], (c) =>
    respondTo(c, MAX_BODY_BYTES, (body) => answerBatch(source, body, c.req.raw.signal)),
  )
  return routes
}

// --- helpers ---

/** Clients have the prefix in their endpoint or append it. `search` is the verb for tables of the basic plan. */
const PATHS = ['', '/v1'].flatMap((prefix) =>
  ['apps', 'workspaces'].flatMap((scope) => ['query', 'search'].map((verb) => `${prefix}/${scope}/:id/${verb}`)),
)
const VERB = /\/(?:query|search)$/

const MAX_QUERY_BYTES = 1024 * 1024
