import type { IncomingMessage, ServerResponse } from 'node:http'
import { resultOr } from '@azmon/core/adapter'
import { context as active } from '@opentelemetry/api'
import type { IncomingOptions } from '../incoming-options'
import { registeredTracing } from '../registered-tracing'
import { checkIncomingOptions } from '../tracker-options'
import { reportRoute } from './route-of'

/** Options whose functions get the framework's context instead of a request. */
export type ContextOptions<Context> = Omit<IncomingOptions<Context>, 'routeOf'>

/** The shape of middleware in Koa and Hono. It is generic, so that `use` does not change the type of the application. */
export type ContextMiddleware<Least> = <Context extends Least>(
  context: Context,
  next: () => Promise<unknown>,
) => Promise<void>

/** @throws ConfigurationError for the first option that is unknown or invalid. */
export function checkContextOptions<Context>(options: ContextOptions<Context>): void {
  checkIncomingOptions(options as unknown as IncomingOptions)
}

/** Returns options whose functions are called with the context of this request. */
export function optionsFor<Context>(
  given: object,
  { ignore, user, session, clientIp, ...options }: ContextOptions<Context>,
): IncomingOptions {
  const context = given as Context
  return {
    ...options,
    ignore: ignore?.map((rule) => (typeof rule === 'function' ? () => rule(context) : rule)),
    user: user && (() => user(context)),
    session: session && (() => session(context)),
    clientIp: clientIp && (() => clientIp(context)),
  }
}

/** Runs the rest of the middleware in a tracked request. */
export async function runInRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: IncomingOptions,
  route: () => string | undefined,
  next: () => Promise<unknown>,
): Promise<void> {
  const started = resultOr(() => {
    reportRoute(request, route)
    return registeredTracing.startRequest(request, response, options)
  }, undefined)
  if (started === undefined) await next()
  else await active.with(started.context, next)
}
