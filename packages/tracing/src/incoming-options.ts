import type { IncomingMessage } from 'node:http'
import type { IgnoreRule } from './ignored'
import type { TrustProxy } from './origin/trusted-proxies'

/**
 * Functions are called when their value is needed and again when the request ends, because
 * frameworks may not know the value until then.
 */
export interface IncomingOptions<Req = IncomingMessage> {
  /**
   * Requests that are not tracked, and whose work is not tracked either: a path, which includes everything below it; a regular
   * expression; or a function. Their logs are kept, without an operation.
   */
  readonly ignore?: readonly IgnoreRule<Req>[] | undefined
  /**
   * Returns the route that the request matched, such as `/orders/:id`. Without a route, the request is named after its method
   * only: with raw paths, every URL that clients make up would become a name.
   * @default the route of Express and Fastify, and of Koa and Hono with their middleware
   */
  readonly routeOf?: ((request: Req) => string | undefined) | undefined
  /** Whether a response with this status is a success. @default below 400 */
  readonly isSuccess?: ((status: number) => boolean) | undefined
  /** Returns the signed-in user. It becomes `user_AuthenticatedId` of the request and of everything in its operation. */
  readonly user?: ((request: Req) => string | undefined) | undefined
  /** Returns the session. It becomes `session_Id` of the request and of everything in its operation. */
  readonly session?: ((request: Req) => string | undefined) | undefined
  /** Returns the client's address. @default as trusted proxies report it, else the address of the socket */
  readonly clientIp?: ((request: Req) => string | undefined) | undefined
  /**
   * The proxies in front of this process whose headers tell the client's address and the scheme and host of its URL:
   * `X-Forwarded-For`, `-Proto` and `-Host`, or `Forwarded`. A number of proxies, or addresses such as
   * `['10.0.0.0/8', 'loopback']`; `true` trusts every client to tell the truth.
   * @default the setting of Express, Fastify or Koa; without these, none
   */
  readonly trustProxy?: TrustProxy | undefined
}
