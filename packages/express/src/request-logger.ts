import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  answerStatus,
  type IgnoreRule,
  isAborted,
  isIgnored,
  onResponseEnd,
  redactedTarget,
  requestUnderWay,
  resultOr,
  routeOf,
  syncResult,
} from '@azmon/tracing'
import { context } from '@opentelemetry/api'
import type { Request, Response } from 'express'
import { checkOptions, type OptionKinds } from './check-options'
import { errorOf } from './error-telemetry'
import { pickHeaders } from './headers'
import { levelNames, type Outcome, outcomeOf } from './levels'
import { type Logger, loggerKindOf, type RequestLog } from './logger'
import type { Middleware } from './middleware'
import { requestId } from './request-id'

/**
 * `Req` and `Res` are the types that functions in the options receive: those of Express, or of another framework with the same
 * kind of middleware.
 */
export interface RequestLoggerOptions<Req = Request, Res = Response> {
  /** A winston or pino logger. Each request gets its own child logger. */
  readonly logger: Logger
  /**
   * Requests that are not logged: a path, which includes everything below it; a regular expression for the path; or a function.
   */
  readonly ignore?: readonly IgnoreRule<Req>[] | undefined
  /** Returns the level of the line, or `'silent'` for no line. @default error from 500, warn from 400, else info */
  readonly level?: ((request: Req, response: Res, error: unknown) => string | undefined) | undefined
  /** Returns additional fields for the line. Called once, at the end of the request. */
  readonly props?: ((request: Req, response: Res) => object | undefined) | undefined
  /** Names of request headers to add to the line. Values of secret headers are replaced by `[redacted]`. @default none */
  readonly requestHeaders?: readonly string[] | undefined
  /** Names of response headers to add to the line. Values of secret headers are replaced by `[redacted]`. @default none */
  readonly responseHeaders?: readonly string[] | undefined
  /** Requests that take at least this long are marked `slow` and logged as warnings or errors. @default off */
  readonly slowMs?: number | undefined
  /** Also log a line at the start of each request. @default false */
  readonly startLog?: boolean | undefined
  /** Headers that may contain the request's id, in order of preference. @default ['x-request-id'] */
  readonly requestIdHeaders?: readonly string[] | undefined
  /** The response header that returns the id to the client. @default none */
  readonly responseIdHeader?: string | undefined
  /** Creates an id for a request that has none. @default a UUID */
  readonly genReqId?: ((request: Req) => string) | undefined
}

/**
 * Returns middleware that adds an `id` and a child logger, `log`, to each request. Logs one line when a request ends, even if
 * it was aborted.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * app.use(requestTelemetry(), requestLogger({ logger }))
 */
export function requestLogger<Req extends IncomingMessage = Request, Res extends ServerResponse = Response>(
  given: RequestLoggerOptions<Req, Res>,
): Middleware {
  checkOptions('requestLogger', given, KINDS)
  const options = given as RequestLoggerOptions<IncomingMessage, ServerResponse>
  const { requestIdHeaders = ['x-request-id'], responseIdHeader, genReqId } = options
  const kind = loggerKindOf(options.logger)
  const levels = levelNames(kind, options.level !== undefined)

  const begin = (request: IncomingMessage, response: ServerResponse) => {
    const startedAtMs = performance.now()
    const id = requestId(request, requestIdHeaders, genReqId)
    // Node loses the active context when a client disconnects.
    const active = context.active()
    const within = () => requestUnderWay(request)?.context ?? active
    const log = kind.forRequest({ requestId: id }, within)
    Object.assign(request, { id, log: log.logger })
    if (responseIdHeader !== undefined) resultOr(() => response.setHeader(responseIdHeader, id), undefined)
    if (isIgnored(request, options.ignore)) return
    if (options.startLog === true) start(log, request)
    onResponseEnd(request, response, () => {
      resultOr(() => finish(log, request, response, performance.now() - startedAtMs), undefined)
    })
  }

  const start = (log: RequestLog, request: IncomingMessage) => {
    const { method = 'GET', headers } = request
    const requestHeaders = pickHeaders(headers, options.requestHeaders)
    const fields = { method, url: redactedTarget(request), ...(requestHeaders && { requestHeaders }) }
    if (levels.info !== undefined) log.write(levels.info, `${method} started`, fields)
  }

  const finish = (log: RequestLog, request: IncomingMessage, response: ServerResponse, durationMs: number) => {
    const { slowMs = Number.POSITIVE_INFINITY } = options
    const { method = 'GET', headers } = request
    const isSlow = durationMs >= slowMs
    const status = answerStatus(response)
    const level = levelOf(request, response, isSlow ? atLeastWarn(outcomeOf(status)) : outcomeOf(status))
    if (level === undefined) return
    const route = routeOf(request)
    const requestHeaders = pickHeaders(headers, options.requestHeaders)
    const responseHeaders = pickHeaders(response.getHeaders(), options.responseHeaders)
    log.write(level, [method, route, status].filter((part) => part !== undefined).join(' '), {
      method,
      ...(route !== undefined && { route }),
      url: redactedTarget(request),
      status,
      responseTimeMs: Math.round(durationMs * 10) / 10,
      ...(isAborted(response) && { aborted: true }),
      ...(isSlow && { slow: true }),
      ...(requestHeaders && { requestHeaders }),
      ...(responseHeaders && { responseHeaders }),
      ...resultOr(() => syncResult('props', options.props?.(request, response), undefined), undefined),
    })
  }

  /** Ignores a level that the logger does not have. */
  const levelOf = (request: IncomingMessage, response: ServerResponse, outcome: Outcome) => {
    const callOption = () => options.level?.(request, response, errorOf(request))
    const level = resultOr(() => syncResult('level', callOption(), undefined), undefined)
    if (level === 'silent') return undefined
    return level !== undefined && kind.hasLevel(level) ? level : levels[outcome]
  }

  return (request, response, next) => {
    if (!logged.has(request)) {
      logged.add(request)
      resultOr(() => begin(request, response), undefined)
    }
    next()
  }
}

// --- helpers, in order of use ---

/** Requests that already have a logger: the application may be mounted on another one that uses the same middleware. */
const logged = new WeakSet<IncomingMessage>()

const KINDS: OptionKinds<RequestLoggerOptions> = {
  logger: 'any',
  ignore: 'array',
  level: 'any',
  props: 'any',
  requestHeaders: 'array',
  responseHeaders: 'array',
  slowMs: 'any',
  startLog: 'any',
  requestIdHeaders: 'array',
  responseIdHeader: 'any',
  genReqId: 'any',
}

function atLeastWarn(outcome: Outcome): Outcome {
  return outcome === 'info' ? 'warn' : outcome
}
