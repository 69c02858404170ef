import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'

/** The route that Express has matched, as `/orders/:id`. */
export function expressRoute(request: IncomingMessage): string | undefined {
  const { baseUrl, route } = request as Request
  return route === undefined ? undefined : `${baseUrl}${route.path}`
}
