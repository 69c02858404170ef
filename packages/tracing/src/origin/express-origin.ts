import type { IncomingMessage } from 'node:http'
import { listOf } from './forwarded'
import type { Origin } from './origin'

/**
 * Returns the origin of a request as Express sees it, by its setting `trust proxy`. Returns undefined before Express has
 * received the request.
 */
export function expressOrigin(request: IncomingMessage): Origin | undefined {
  const { app, ip, protocol, hostname } = request as ExpressRequest
  if (app === undefined || typeof protocol !== 'string') return undefined
  return { address: ip, scheme: protocol, host: withPort(request, hostname) }
}

// --- helpers, in order of use ---

/** What Express 4 and 5 add to a request. The values are computed each time they are read. */
interface ExpressRequest extends IncomingMessage {
  readonly app?: { readonly settings?: Readonly<Record<string, unknown>> }
  readonly ip?: string | undefined
  readonly protocol?: unknown
  readonly hostname?: string | undefined
}

/** Adds the port that `hostname` lacks. Express 4 has no property with the port, and warns if `host` is read. */
function withPort(request: ExpressRequest, hostname: string | undefined): string | undefined {
  const { headers, app, socket } = request
  const trust = app?.settings?.['trust proxy fn']
  const isTrusted = typeof trust === 'function' && trust(socket.remoteAddress, 0) === true
  const [forwarded] = isTrusted ? listOf(headers, 'x-forwarded-host') : []
  const host = forwarded ?? headers.host
  return host?.replace(/:\d*$/, '') === hostname ? host : hostname
}
