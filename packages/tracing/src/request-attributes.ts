import type { IncomingMessage } from 'node:http'
import type { Attributes } from '@opentelemetry/api'
import { browserIds } from './browser-ids'
import { MAX_HOST } from './origin/origin'
import { MAX_URL, pathOf, queryOf } from './request-path'

/** Returns the attributes of a request that are known when it arrives. */
export function requestAttributes(request: IncomingMessage): Attributes {
  const { headers, socket, method = 'GET' } = request
  const query = queryOf(request)
  const host = headers.host ?? headers[':authority']?.toString()
  return {
    'http.request.method': method,
    'url.scheme': Object(socket).encrypted === true ? 'https' : 'http',
    'url.path': pathOf(request).slice(0, MAX_URL),
    ...(query === undefined ? {} : { 'url.query': query.slice(0, MAX_URL) }),
    ...(host === undefined ? {} : { 'http.host': host.slice(0, MAX_HOST) }),
    ...(socket?.remoteAddress === undefined ? {} : { 'client.address': socket.remoteAddress }),
    ...(headers['user-agent'] && { 'user_agent.original': headers['user-agent'].slice(0, MAX_USER_AGENT) }),
    ...browserIds(headers.cookie),
  }
}

// --- helpers ---

/** The maximum length of a user agent in a row. */
const MAX_USER_AGENT = 2_048
