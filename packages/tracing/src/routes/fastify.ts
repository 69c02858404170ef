import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { resultOr } from '@azmon/core/adapter'
import { reportOrigin } from '../origin/request-origin'
import { reportRoute } from './route-of'
import { pathUnlessGuard, type RouteResponse } from './wildcard'

/**
 * Reports the route of each request to a Fastify application. Fastify 4 and 5 announce a new application, which then gets a
 * hook, so that the route is known before all other hooks. For applications that already exist, Fastify 5 announces each call
 * of a handler. Returns a function that stops it.
 *
 * @see https://fastify.dev/docs/latest/Reference/Hooks/#diagnostics-channel-hooks
 */
export function watchFastify(): () => void {
  const channels = [
    ['fastify.initialization', onApplication],
    ['tracing:fastify.request.handler:start', onHandler],
  ] as const
  for (const [channel, listener] of channels) subscribe(channel, listener)
  return () => {
    for (const [channel, listener] of channels) unsubscribe(channel, listener)
  }
}

// --- helpers, in order of use ---

/** The parts of Fastify 4 and 5 that are read here. */
interface FastifyApplication {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void): unknown
}

interface FastifyRequest {
  readonly raw: object
  // Fastify computes these by its option `trustProxy`.
  readonly ip?: string
  readonly protocol?: string
  /** Missing in Fastify 4, whose `hostname` has the port. */
  readonly host?: string
  readonly hostname?: string
  /** Missing before Fastify 4.10. */
  readonly routeOptions?: { readonly url?: string | undefined }
  /** Deprecated since Fastify 4.10. */
  readonly routerPath?: string
}

interface FastifyReply {
  readonly raw: RouteResponse
}

/** Applications that have the hook. Each `createTracing()` subscribes. */
const hooked = new WeakSet<object>()

// An error in a subscriber would end the process.

function onApplication(message: unknown): void {
  resultOr(() => {
    const { fastify } = message as { readonly fastify: FastifyApplication }
    if (hooked.has(fastify)) return
    hooked.add(fastify)
    fastify.addHook('onRequest', (request, reply, done) => {
      resultOr(() => report(request, reply), undefined)
      done()
    })
  }, undefined)
}

function onHandler(message: unknown): void {
  resultOr(() => {
    const { request, reply } = message as { readonly request: FastifyRequest; readonly reply: FastifyReply }
    report(request, reply)
  }, undefined)
}

/** A request that matched no route has `routeOptions` without `url`. */
function report(request: FastifyRequest, reply: FastifyReply): void {
  const { raw, routeOptions } = request
  reportOrigin(raw, () => {
    const { ip, protocol, host, hostname } = request
    return { address: ip, scheme: protocol, host: host ?? hostname }
  })
  const path = routeOptions === undefined ? request.routerPath : routeOptions.url
  if (path === undefined) return
  reportRoute(raw, () => pathUnlessGuard({ path, isForAllMethods: false }, reply.raw))
}
