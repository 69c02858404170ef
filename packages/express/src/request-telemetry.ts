import type { IncomingMessage } from 'node:http'
import { type IncomingOptions, registeredTracing, type Tracing } from '@azmon/tracing'
import { context } from '@opentelemetry/api'
import { guarded } from './guarded'
import type { ExpressRequest, Middleware } from './request'
import { routeOf } from './route-of'

export interface RequestTelemetryOptions<Req = IncomingMessage> extends IncomingOptions<Req> {
  /** What makes the spans. @default what is registered with `@opentelemetry/api` when a request comes */
  readonly tracing?: Pick<Tracing, 'startRequest'> | undefined
}

/**
 * A row of `requests` for each request, whatever ends it; what is done for it behind this middleware belongs to it. Put it
 * first. Where the request is tracked already, it says what Express knows of it.
 *
 * @example
 * app.use(requestTelemetry({ user: (request) => request.user?.id }))
 */
export function requestTelemetry<Req extends IncomingMessage = IncomingMessage>(
  options: RequestTelemetryOptions<Req> = {},
): Middleware {
  const { tracing = registeredTracing, ...given } = options as RequestTelemetryOptions
  const how: IncomingOptions = { ...given, routeOf: given.routeOf ?? routeOf, clientIp: given.clientIp ?? ipOf }
  return (request, response, next) => {
    const started = guarded(() => tracing.startRequest(request, response, how), undefined)
    if (started === undefined) next()
    else context.with(started.context, next)
  }
}

// --- helpers ---

/** As the application trusts its proxies. */
function ipOf(request: ExpressRequest): string | undefined {
  return request.ip
}
