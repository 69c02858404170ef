import { Hono } from 'hono'
import type { QuerySource } from '../query/query-source'
import type { LocalEnv } from '../safety'
import { type HeldLimits, limitHeld } from './held-limit'
import { kustoRoutes } from './kusto/kusto-routes'
import { metadataRoutes } from './metadata-routes'
import { queryRoutes } from './query-routes'
import { resourceRoutes } from './resource-routes'

/** All routes with which clients of Azure query telemetry. */
export function apiRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.onError((_, c) => c.json(INTERNAL_ERROR, 500))
  routes.use(limitHeld(HELD_LIMITS))
  routes.route('/', queryRoutes(source))
  routes.route('/', metadataRoutes())
  routes.route('/', resourceRoutes())
  routes.route('/', kustoRoutes(source))
  return routes
}

const HELD_LIMITS: HeldLimits = {
  maxRequestBytes: 64 * 1024 * 1024,
  maxResponseBytes: 256 * 1024 * 1024,
  unreadTimeoutMs: 60_000,
}

const INTERNAL_ERROR = {
  error: { code: 'InternalServerError', message: 'azmon local failed to handle the request.' },
}
