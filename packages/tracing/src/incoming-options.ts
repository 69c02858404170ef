import type { IncomingMessage } from 'node:http'
import type { IgnoreRule } from './ignored'

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
  /** Returns the client's address, for example from a trusted proxy's header. @default the address of the socket */
  readonly clientIp?: ((request: Req) => string | undefined) | undefined
}
