import { type Context, Hono } from 'hono'
import { type Access, keyOf } from './access'
import type { CheckList } from './checks/check-list'
import { checkRoutes } from './checks/check-routes'
import { connectionStringOf } from './connection-string'
import { faultRoutes } from './faults/fault-routes'
import { IntakeLimits } from './ingest/intake-limits'
import { isForSdks, TRACK_PATHS, type TrackParts, trackRoutes } from './ingest/track-routes'
import type { LiveMetrics } from './live/live-metrics'
import { liveRoutes } from './live/live-routes'
import type { LiveStreams } from './live/live-streams'
import { isQuickPulse, quickPulseRoutes } from './live/quick-pulse-routes'
import { pageRoutes } from './page/page-routes'
import type { RoleOrder } from './page/role-order'
import type { QuerySource } from './query/query-source'
import { apiRoutes } from './query-api/api-routes'
import { AUTH_METADATA_PATH } from './query-api/kusto/kusto-routes'
import { canonicalPath } from './routes'
import {
  defaultPort,
  isLoopback,
  knownHostsOnly,
  type LocalEnv,
  openToPages,
  ownContentOnly,
  ownNavigationsOnly,
  ownPagesOnly,
} from './safety'
import type { LocalStatus } from './status'
import { tokenRequired } from './token'
import type { Imports } from './transfer/imports'
import { transferRoutes } from './transfer/transfer-routes'

export interface AppParts extends Omit<TrackParts, 'limits'> {
  readonly source: QuerySource
  readonly roles: RoleOrder
  readonly imports: Imports
  readonly live: LiveMetrics
  readonly streams: LiveStreams
  /** Undefined without a file of checks. */
  readonly checks: CheckList | undefined
  readonly status: () => LocalStatus
}

/** Creates the HTTP application. */
export function createApp(options: AppParts): Hono<LocalEnv> {
  const { source, roles, imports, live, streams, checks, status, ...parts } = options
  const { access, refusals, faults } = parts
  const app = new Hono<LocalEnv>({ getPath: canonicalPath })
  const limits = new IntakeLimits()
  app.onError((_, c) => c.text('azmon local failed to handle the request\n', 500))

  app.use(openToPages(TRACK_PATHS), knownHostsOnly(access), ownContentOnly, ownPagesOnly(TRACK_PATHS))
  app.use('/api/*', ownNavigationsOnly)
  if (access.token !== undefined) app.use(tokenRequired(access.token, isOpenToAll))

  app.route('/', trackRoutes({ ...parts, limits }))
  app.route('/', quickPulseRoutes({ live, access, limits }))
  app.route('/', liveRoutes(streams))
  app.get('/favicon.ico', (c) => c.body(null, 204))
  // Programs use this path to detect azmon local and to configure themselves.
  app.get('/connection-string', (c) => c.text(`${ownConnectionString(c, access)}\n`))
  app.get('/api/roles', async (c) => c.json({ roles: await roles.names() }))
  app.get('/api/refusals', (c) =>
    c.json({
      total: refusals.total,
      byRule: refusals.byRule,
      refusals: refusals.newest(c.req.query('operation')),
    }),
  )
  app.get('/api/status', (c) => c.json(status()))
  app.route('/', faultRoutes(faults))
  app.route('/', checkRoutes(checks))
  app.route('/', transferRoutes(parts.store, imports))
  // Before the API, which takes other paths that end in /query for those of resources.
  app.route('/', pageRoutes())
  app.route('/', apiRoutes(source))
  return app
}

/** Returns the connection string for a program that reaches this server as the client does. */
function ownConnectionString(c: Context<LocalEnv>, access: Access): string {
  const { hostname, port } = new URL(c.req.url)
  const host = isLoopback(hostname) ? undefined : hostname.replace(/^\[|\]$/g, '')
  return connectionStringOf(Number(port || defaultPort(c.req.url)), host, keyOf(access))
}

function isOpenToAll(path: string): boolean {
  return isForSdks(path) || isQuickPulse(path) || path === AUTH_METADATA_PATH || path === '/favicon.ico'
}
