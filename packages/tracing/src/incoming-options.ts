import type { IncomingMessage } from 'node:http'
import type { IgnoreRule } from './ignored'

/** What is asked of the request is asked when it is needed, and at the request's end: frameworks learn it on the way. */
export interface IncomingOptions<Req = IncomingMessage> {
  /** Requests that are not to be tracked: a path, which everything below it belongs to; an expression; or a function. */
  readonly ignore?: readonly IgnoreRule<Req>[] | undefined
  /**
   * The route that the request has matched, as `/orders/:id`. Without one, its name is the method alone: what clients make
   * of a path would be as many names as there are clients.
   */
  readonly routeOf?: ((request: Req) => string | undefined) | undefined
  /** Whether an answer with this status is a success. @default below 400 */
  readonly isSuccess?: ((status: number) => boolean) | undefined
  /** Who has signed in: `user_AuthenticatedId` of the request and of everything that belongs to it. */
  readonly user?: ((request: Req) => string | undefined) | undefined
  /** `session_Id` of the request and of everything that belongs to it. */
  readonly session?: ((request: Req) => string | undefined) | undefined
  /** Where the request comes from, if a proxy that can be trusted says so. @default the address of the socket */
  readonly clientIp?: ((request: Req) => string | undefined) | undefined
}
