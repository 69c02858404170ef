import type { MiddlewareHandler } from 'hono'
import type { LocalEnv } from '../safety'

/** The paths of resources, whose ids have several segments: `/subscriptions/…/components/shop/query`. */
export const RESOURCE_PATHS = ['/subscriptions/*', '/v1/subscriptions/*']

/** Calls the handler if the path ends as wanted, because a parameter of a route cannot have several segments. */
export function ifPathEnds(end: RegExp, handler: MiddlewareHandler<LocalEnv>): MiddlewareHandler<LocalEnv> {
  return (c, next) => (end.test(c.req.path) ? handler(c, next) : next())
}
