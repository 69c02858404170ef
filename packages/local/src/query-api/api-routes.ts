import { Hono } from 'hono'
import type { QuerySource } from '../query/query-source'
import type { LocalEnv } from '../safety'
import { kustoRoutes } from './kusto/kusto-routes'
import { metadataRoutes } from './metadata-routes'
import { queryRoutes } from './query-routes'
import { resourceRoutes } from './resource-routes'
import { limitUnsent } from './unsent-limit'

/** All routes with which clients of Azure query telemetry. */
export function apiRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.onError((_, c) => c.json(INTERNAL_ERROR, 500))
  routes.use(limitUnsent(MAX_UNSENT_BYTES))
  routes.route('/', queryRoutes(source))
  routes.route('/', metadataRoutes())
  routes.route('/', resourceRoutes())
  routes.route('/', kustoRoutes(source))
  return routes
}

const MAX_UNSENT_BYTES = 256 * 1024 * 1024

const INTERNAL_ERROR = {
  error: { code: 'InternalServerError', message: 'azmon local failed to handle the request.' },
}
