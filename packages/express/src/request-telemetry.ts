import type { IncomingMessage } from 'node:http'
import {
  ConfigurationError,
  checkIncomingOptions,
  type IncomingOptions,
  registeredTracing,
  resultOr,
  type Tracing,
} from '@azmon/tracing'
import { context } from '@opentelemetry/api'
import type { Request } from 'express'
import { checkOptions, type OptionKinds } from './check-options'
import type { Middleware } from './middleware'

/**
 * `Req` is the type of request that functions in the options receive: Express's, or that of another framework with the same
 * kind of middleware.
 */
export interface RequestTelemetryOptions<Req = Request> extends IncomingOptions<Req> {
  /** Creates the spans. @default the provider that is registered with `@opentelemetry/api` when a request arrives */
  readonly tracing?: Pick<Tracing, 'startRequest'> | undefined
}

/**
 * Returns middleware that tracks each request as a row in the table `requests`. Telemetry from later middleware belongs to
 * that request, so use this middleware first. If the request is already tracked, the middleware only adds the values that
 * Express knows, such as the route.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * app.use(requestTelemetry({ user: (request) => request.user?.id }))
 */
export function requestTelemetry<Req extends IncomingMessage = Request>(
  options: RequestTelemetryOptions<Req> = {},
): Middleware {
  checkOptions('requestTelemetry', options, KINDS)
  const { tracing = registeredTracing, ...given } = options as RequestTelemetryOptions<IncomingMessage>
  if (typeof tracing?.startRequest !== 'function') {
    throw new ConfigurationError(
      'tracing',
      'tracing must have a startRequest method. Pass what createTracing() returns.',
    )
  }
  checkIncomingOptions(given)
  return (request, response, next) => {
    const started = resultOr(() => tracing.startRequest(request, response, given), undefined)
    if (started === undefined) next()
    else context.with(started.context, next)
  }
}

// --- helpers, in order of use ---

const KINDS: OptionKinds<RequestTelemetryOptions> = {
  tracing: 'any',
  ignore: 'array',
  routeOf: 'any',
  isSuccess: 'any',
  user: 'any',
  session: 'any',
  clientIp: 'any',
  trustProxy: 'any',
}
