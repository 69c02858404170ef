import type { IncomingMessage } from 'node:http'
import { requestUnderWay } from '@azmon/tracing'
import { type Exception, SpanStatusCode, trace } from '@opentelemetry/api'
import { guarded } from './guarded'
import type { ErrorMiddleware } from './request'
import { routeOf } from './route-of'

/**
 * Makes a row of `exceptions` below the request of each error that a handler has thrown or passed on, and passes it on
 * itself. Put it behind the routes, and before whatever answers errors.
 *
 * @example
 * app.use(errorTelemetry())
 */
export function errorTelemetry(): ErrorMiddleware {
  return (error, request, response, next) => {
    // One error may come by several of these, as on an application that is mounted on another.
    if (!errors.has(request) || errors.get(request) !== error) {
      errors.set(request, error)
      guarded(() => {
        const span = requestUnderWay(request)?.span ?? trace.getActiveSpan()
        routeOf(request) // it is remembered: an application that is mounted is out of sight when it has passed an error on
        span?.recordException(error as Exception) // whatever was thrown: it becomes an exception of some kind
        response.prependOnceListener('finish', () => {
          if (response.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
        })
      }, undefined)
    }
    next(error)
  }
}

/** The error that has come by last. */
export function errorOf(request: IncomingMessage): unknown {
  return errors.get(request)
}

// --- helpers ---

const errors = new WeakMap<IncomingMessage, unknown>()

function messageOf(error: unknown): string {
  return guarded(() => String(error instanceof Error ? error.message : error), 'an error without a text')
}
