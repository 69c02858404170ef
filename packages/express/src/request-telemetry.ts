import type { IncomingMessage } from 'node:http'
import {
  ConfigurationError,
  checkIncomingOptions,
  type IncomingOptions,
  registeredTracing,
  type Tracing,
} from '@azmon/tracing'
import { context } from '@opentelemetry/api'
import { guarded } from './guarded'
import { checkOptionNames } from './option-names'
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
 * @throws ConfigurationError when an option cannot work.
 * @example
 * app.use(requestTelemetry({ user: (request) => request.user?.id }))
 */
export function requestTelemetry<Req extends IncomingMessage = IncomingMessage>(
  options: RequestTelemetryOptions<Req> = {},
): Middleware {
  checkOptionNames('requestTelemetry', options, NAMES)
  const { tracing = registeredTracing, ...given } = options as RequestTelemetryOptions
  if (typeof tracing?.startRequest !== 'function') {
    throw new ConfigurationError('tracing', 'tracing must be what createTracing() returns.')
  }
  checkIncomingOptions(given)
  const how: IncomingOptions = { ...given, routeOf: given.routeOf ?? routeOf, clientIp: given.clientIp ?? ipOf }
  return (request, response, next) => {
    const started = guarded(() => tracing.startRequest(request, response, how), undefined)
    if (started === undefined) next()
    else context.with(started.context, next)
  }
}

// --- helpers, in order of use ---

const NAMES: Readonly<Record<keyof RequestTelemetryOptions, true>> = {
  tracing: true,
  ignore: true,
  routeOf: true,
  isSuccess: true,
  user: true,
  session: true,
  clientIp: true,
}

/** As the application trusts its proxies. */
function ipOf(request: ExpressRequest): string | undefined {
  return request.ip
}
