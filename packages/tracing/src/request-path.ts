import type { IncomingMessage } from 'node:http'
import { redactQuery } from '@azmon/core/adapter'

/** The maximum length of a URL in a row. Clients control the length of URLs, so reading more would only cost time. */
export const MAX_URL = 2_048

/** Returns the request's path and query, truncated to 2,048 characters each, with secrets in the query redacted. */
export function redactedTarget(request: IncomingMessage): string {
  const path = pathOf(request).slice(0, MAX_URL)
  const query = queryOf(request)?.slice(0, MAX_URL)
  return query === undefined ? path : `${path}?${redactQuery(query)}`
}

export function pathOf(request: IncomingMessage): string {
  const target = targetOf(request)
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

export function queryOf(request: IncomingMessage): string | undefined {
  const target = targetOf(request)
  const query = target.indexOf('?')
  return query === -1 ? undefined : target.slice(query + 1)
}

// --- helpers ---

/** Returns the original target. In a mounted router, Express and similar frameworks keep only the rest of the path in `url`. */
function targetOf(request: IncomingMessage): string {
  const original: unknown = Reflect.get(request, 'originalUrl')
  return typeof original === 'string' ? original : (request.url ?? '/')
}
