import type { IncomingMessage } from 'node:http'
import { requestUnderWay, resultOr, routeOf } from '@azmon/tracing'
import { type Exception, SpanStatusCode, trace } from '@opentelemetry/api'
import type { ErrorMiddleware } from './middleware'

/**
 * Returns middleware that tracks each error that a handler throws or passes to `next`, as a row of `exceptions` in its
 * request, and passes the error on. Use it after the routes and before the error handlers.
 *
 * @example
 * app.use(errorTelemetry())
 */
export function errorTelemetry(): ErrorMiddleware {
  return (error, request, response, next) => {
    // With mounted applications, one error may pass through several of these middlewares.
    if (!errors.has(request) || errors.get(request) !== error) {
      errors.set(request, error)
      resultOr(() => {
        const span = requestUnderWay(request)?.span ?? trace.getActiveSpan()
        routeOf(request) // caches the route: a mounted application is no longer reachable after it has passed the error on
        span?.recordException(error as Exception) // any thrown value becomes an exception
        response.prependOnceListener('finish', () => {
          if (response.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
        })
      }, undefined)
    }
    next(error)
  }
}

/** Returns the last error that passed through `errorTelemetry()`. */
export function errorOf(request: IncomingMessage): unknown {
  return errors.get(request)
}

// --- helpers ---

const errors = new WeakMap<IncomingMessage, unknown>()

function messageOf(error: unknown): string {
  return resultOr(() => String(error instanceof Error ? error.message : error), 'an error whose message cannot be read')
}
