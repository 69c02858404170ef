import { expressRouteOf } from './express'

/**
 * Returns the route that the request matched, such as `/tenants/:tenant/orders/:id`, or undefined if it matched none so far. It
 * never contains values from the client. Express and Fastify report the route by themselves; Koa and Hono report it to
 * `koaTelemetry()` and `honoTelemetry()`.
 */
export function routeOf(request: object): string | undefined {
  return reported.get(request)?.() ?? expressRouteOf(request)
}

/** Makes `routeOf` return the framework's route of a request. `route` is called each time, because it may not be known yet. */
export function reportRoute(request: object, route: () => string | undefined): void {
  reported.set(request, route)
}

// --- helpers ---

const reported = new WeakMap<object, () => string | undefined>()
