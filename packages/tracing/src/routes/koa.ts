import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Origin } from '../origin/origin'
import { reportOrigin } from '../origin/request-origin'
import {
  type ContextMiddleware,
  type ContextOptions,
  checkContextOptions,
  optionsFor,
  runInRequest,
} from './context-middleware'
import { pathUnlessGuard } from './wildcard'

/** The parts of each Koa context that are read here. */
export interface KoaContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/**
 * Returns Koa middleware that tracks each request as a row in the table `requests`, named by the route of `@koa/router`,
 * `koa-router` or `koa-route`. If the request is already tracked, the middleware only adds the values that Koa knows. Use it
 * first.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * app.use(koaTelemetry())
 */
export function koaTelemetry<Context extends KoaContext = KoaContext>(
  options: ContextOptions<Context> = {},
): ContextMiddleware<KoaContext> {
  checkContextOptions(options)
  return (context, next) => {
    reportOrigin(context.req, () => originOf(context))
    return runInRequest(context.req, context.res, optionsFor(context, options), () => routeOf(context), next)
  }
}

// --- helpers, in order of use ---

interface ProxiedContext extends KoaContext {
  readonly ip?: string
  readonly protocol?: string
  readonly host?: string
}

/** Koa applies the application's `proxy` setting. */
function originOf({ ip, protocol, host }: ProxiedContext): Origin {
  return { address: ip, scheme: protocol, host }
}

interface RoutedContext extends KoaContext {
  readonly method?: string
  /** The layers of all routers that match the path. */
  readonly matched?: readonly RouterLayer[]
  /** The path of the layer that runs, or ran last. */
  readonly _matchedRoute?: RouterLayer['path']
  /** Set by koa-route. */
  readonly routePath?: string
  /** Set by koa-mount. */
  readonly mountPath?: string
}

interface RouterLayer {
  readonly path: string | RegExp
  /** Empty for middleware. */
  readonly methods: readonly string[]
}

function routeOf(context: RoutedContext): string | undefined {
  const { matched = [], _matchedRoute, method = 'GET', res, routePath } = context
  const layers = matched.filter(({ methods }) => methods.includes(method))
  // While the router's middleware runs, no route has run yet: the first of the matching routes runs next.
  const layer = layers.find(({ path }) => path === _matchedRoute) ?? layers[0]
  const path = layer?.path ?? routePath
  if (path === undefined) return undefined
  const isForAllMethods = layer?.methods.includes('CONNECT') === true // no application defines a route for CONNECT alone
  return pathUnlessGuard({ path: withMount(String(path), context), isForAllMethods }, res)
}

function withMount(path: string, { mountPath = '' }: RoutedContext): string {
  // The context keeps the mount path even after a mounted application has passed the request on.
  if (path.startsWith(`${mountPath}/`)) return path
  return mountPath.replace(/\/$/, '') + (path === '/' ? '' : path)
}
