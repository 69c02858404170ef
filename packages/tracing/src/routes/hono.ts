import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type ContextMiddleware,
  type ContextOptions,
  checkContextOptions,
  optionsFor,
  runInRequest,
} from './context-middleware'
import { pathUnlessGuard, type RouteResponse } from './wildcard'

/** The parts of a Hono context that are read here. */
export interface HonoContext {
  readonly req: object
  readonly env: unknown
}

/**
 * Returns Hono middleware that tracks each request to `@hono/node-server` as a row in the table `requests`, named by its
 * route. If the request is already tracked, the middleware only adds the values that Hono knows. Use it first. On other
 * platforms it does nothing.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * app.use(honoTelemetry())
 */
export function honoTelemetry<Context extends HonoContext = HonoContext>(
  options: ContextOptions<Context> = {},
): ContextMiddleware<HonoContext> {
  checkContextOptions(options)
  return async (context, next) => {
    const { incoming, outgoing } = Object(context.env) as Partial<NodeBindings>
    if (incoming === undefined || outgoing === undefined) return void (await next())
    const route = () => routeOf(context.req, outgoing)
    await runInRequest(incoming, outgoing, optionsFor(context, options), route, next)
  }
}

// --- helpers, in order of use ---

/** Set by `@hono/node-server`. */
interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

interface RoutedRequest {
  /** The handlers and middleware that match the request, in the order in which they run. */
  readonly matchedRoutes?: readonly HonoRoute[]
  /** The one that runs, or ran last. */
  readonly routeIndex?: number
}

interface HonoRoute {
  /** `ALL` for middleware, and for handlers of all methods. */
  readonly method: string
  readonly path: string
}

function routeOf({ matchedRoutes = [], routeIndex = 0 }: RoutedRequest, response: RouteResponse): string | undefined {
  const route = matchedRoutes.slice(routeIndex).find(({ method, path }) => method !== 'ALL' || !path.endsWith('*'))
  return route && pathUnlessGuard({ path: route.path, isForAllMethods: route.method === 'ALL' }, response)
}
