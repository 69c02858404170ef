import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  beforeRequestEnds,
  ConfigurationError,
  requestUnderWay,
  resultOr,
  routeOf,
  syncResult,
  typeName,
} from '@azmon/tracing'
import { type Exception, SpanStatusCode, trace } from '@opentelemetry/api'
import { checkOptions } from './check-options'
import { isClientError, statusOf } from './client-error'
import type { ErrorMiddleware } from './middleware'

export interface ErrorTelemetryOptions {
  /**
   * Whether an error is a row of `exceptions`. It is called when the request ends, with the status of the request.
   * @default true, except for errors that the client caused: with a status from 400 to 499 and `expose: true`, as from
   * `http-errors` and body parsers, or because the client disconnected while it was sending the request. If the status of the
   * request is 500 or above, these errors are rows, too.
   */
  readonly isError?: ((error: unknown, status: number) => boolean) | undefined
}

/**
 * Returns middleware that tracks each error that a handler throws or passes to `next`, as a row of `exceptions` in its
 * request, and passes the error on. Use it after the routes and before the error handlers.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * app.use(errorTelemetry())
 */
export function errorTelemetry(options: ErrorTelemetryOptions = {}): ErrorMiddleware {
  checkOptions('errorTelemetry', options, { isError: 'any' })
  const { isError } = options
  if (isError !== undefined && typeof isError !== 'function') {
    throw new ConfigurationError('isError', `isError must be a function, got ${typeName(isError)}.`)
  }

  const track = (error: unknown, request: IncomingMessage, response: ServerResponse) => {
    routeOf(request) // caches the route: a mounted application is no longer reachable after it has passed the error on
    const span = requestUnderWay(request)?.span ?? trace.getActiveSpan()
    if (span === undefined) return
    const time = new Date()
    const isFromClient = resultOr(() => isClientError(error, request), false)
    const record = (status: number) => {
      const isException = resultOr(() => syncResult('isError', isError?.(error, status), undefined), undefined)
      // Any thrown value becomes an exception.
      if (isException ?? (status >= 500 || !isFromClient)) span.recordException(error as Exception, time)
    }
    const fail = (status: number) => {
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
    }
    const isTracked = beforeRequestEnds(request, (status) => {
      record(status)
      fail(status)
    })
    if (isTracked) return
    record(resultOr(() => statusOf(error), undefined) ?? 500) // the span of other code may end at any time
    response.prependOnceListener('finish', () => fail(response.statusCode))
  }

  return (error, request, response, next) => {
    // With mounted applications, one error may pass through several of these middlewares.
    if (!errors.has(request) || errors.get(request) !== error) {
      errors.set(request, error)
      resultOr(() => track(error, request, response), undefined)
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
