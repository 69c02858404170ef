import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerStatus, atOnce, type IgnoreRule, isIgnored, redactedTarget, requestUnderWay } from '@azmon/tracing'
import { context } from '@opentelemetry/api'
import { errorOf } from './error-telemetry'
import { guarded } from './guarded'
import { pickHeaders } from './headers'
import { levelNames, type Outcome, outcomeOf } from './levels'
import { kindOf, type Logger, type RequestLog } from './logger'
import { checkLists, checkOptionNames } from './option-names'
import type { Middleware } from './request'
import { requestId } from './request-id'
import { routeOf } from './route-of'

export interface RequestLoggerOptions<Req = IncomingMessage, Res = ServerResponse> {
  /** Of winston or pino. Each request gets a child of it. */
  readonly logger: Logger
  /** Requests without a line: a path, which everything below it belongs to; an expression, of the path; or a function. */
  readonly ignore?: readonly IgnoreRule<Req>[] | undefined
  /** The line's level; `'silent'` is no line. @default error from 500 on, warn from 400 on, else info */
  readonly level?: ((request: Req, response: Res, error: unknown) => string | undefined) | undefined
  /** More for the line; asked once, at the end. */
  readonly props?: ((request: Req, response: Res) => object | undefined) | undefined
  /** Headers for the line, by name; those that carry secrets show only that they were there. @default none */
  readonly requestHeaders?: readonly string[] | undefined
  readonly responseHeaders?: readonly string[] | undefined
  /** A request that takes so long is marked `slow`, and is a warning at least. @default none is slow */
  readonly slowMs?: number | undefined
  /** A line at the start of each request, too. @default false */
  readonly startLog?: boolean | undefined
  /** Headers that a request may bring its id in, the first counts. @default x-request-id */
  readonly requestIdHeaders?: readonly string[] | undefined
  /** The header that tells the client the id. @default none: answers stay as they are */
  readonly responseIdHeader?: string | undefined
  /** The id of a request that brings none. @default a UUID */
  readonly genReqId?: ((request: Req) => string) | undefined
}

/**
 * Gives each request an `id` and a `log`, a child of the logger, and logs one line when the request is over, whatever ends
 * it.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * app.use(requestTelemetry(), requestLogger({ logger }))
 */
export function requestLogger<
  Req extends IncomingMessage = IncomingMessage,
  Res extends ServerResponse = ServerResponse,
>(given: RequestLoggerOptions<Req, Res>): Middleware {
  checkOptionNames('requestLogger', given, NAMES)
  checkLists('requestLogger', given, ['ignore', 'requestIdHeaders', 'requestHeaders', 'responseHeaders'])
  const options = given as RequestLoggerOptions
  const { requestIdHeaders = ['x-request-id'], responseIdHeader, genReqId } = options
  const kind = kindOf(options.logger)
  const levels = levelNames(kind, options.level !== undefined)

  const begin = (request: IncomingMessage, response: ServerResponse) => {
    const startedAtMs = performance.now()
    const id = requestId(request, requestIdHeaders, genReqId)
    // Node forgets the active context when a client goes away.
    const active = context.active()
    const within = () => requestUnderWay(request)?.context ?? active
    const log = kind.forRequest({ requestId: id }, within)
    Object.assign(request, { id, log: log.logger })
    if (responseIdHeader !== undefined) guarded(() => response.setHeader(responseIdHeader, id), undefined)
    if (isIgnored(request, options.ignore)) return
    if (options.startLog === true) start(log, request)
    let isOver = false
    const end = () => {
      if (isOver) return
      isOver = true
      guarded(() => finish(log, request, response, performance.now() - startedAtMs), undefined)
    }
    response.once('finish', end)
    response.once('close', end)
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
    const isAborted = !response.writableFinished
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
      ...(isAborted && { aborted: true }),
      ...(isSlow && { slow: true }),
      ...(requestHeaders && { requestHeaders }),
      ...(responseHeaders && { responseHeaders }),
      ...guarded(() => atOnce('props', options.props?.(request, response), undefined), undefined),
    })
  }

  /** What the application says, if the logger knows it. */
  const levelOf = (request: IncomingMessage, response: ServerResponse, outcome: Outcome) => {
    const answer = () => options.level?.(request, response, errorOf(request))
    const said = guarded(() => atOnce('level', answer(), undefined), undefined)
    if (said === 'silent') return undefined
    return said !== undefined && kind.hasLevel(said) ? said : levels[outcome]
  }

  return (request, response, next) => {
    if (!logged.has(request)) {
      logged.add(request)
      guarded(() => begin(request, response), undefined)
    }
    next()
  }
}

// --- helpers, in order of use ---

/** An application may be mounted on another that logs already. */
const logged = new WeakSet<IncomingMessage>()

const NAMES: Readonly<Record<keyof RequestLoggerOptions, true>> = {
  logger: true,
  ignore: true,
  level: true,
  props: true,
  requestHeaders: true,
  responseHeaders: true,
  slowMs: true,
  startLog: true,
  requestIdHeaders: true,
  responseIdHeader: true,
  genReqId: true,
}

function atLeastWarn(outcome: Outcome): Outcome {
  return outcome === 'info' ? 'warn' : outcome
}
