import type { IncomingMessage } from 'node:http'
import { redactQuery } from '@azmon/core/adapter'

/** The most that a row has of a URL. The client chooses how long each part of it is, and more of it only costs time. */
export const MAX_URL = 2_048

/** What the client has asked for, as far as a row has room for it, without the secrets that its query may carry. */
export function redactedTarget(request: IncomingMessage): string {
  const path = pathOf(request).slice(0, MAX_URL)
  const query = queryOf(request)?.slice(0, MAX_URL)
  return query === undefined ? path : `${path}?${redactQuery(query)}`
}

/** The same, without its query. */
export function pathOf(request: IncomingMessage): string {
  const target = targetOf(request)
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** The query alone, where there is one. */
export function queryOf(request: IncomingMessage): string | undefined {
  const target = targetOf(request)
  const query = target.indexOf('?')
  return query === -1 ? undefined : target.slice(query + 1)
}

// --- helpers ---

/** What the client has asked for: within a mounted router, Express and its like leave only the rest of it in `url`. */
function targetOf(request: IncomingMessage): string {
  const original: unknown = Reflect.get(request, 'originalUrl')
  return typeof original === 'string' ? original : (request.url ?? '/')
}
