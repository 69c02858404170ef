import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import {
  type Attributes,
  type Context,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { guarded } from './guarded'
import { requestName } from './mapping/request-name'
import { urlOf } from './mapping/url'
import { OPERATION, type Operation, SAMPLING } from './span'
import type { Tracer } from './tracer'

export interface IncomingOptions {
  /** Requests that are not to be tracked: a path, which everything below it belongs to; an expression; or a function. */
  readonly ignore?: readonly (string | RegExp | ((request: IncomingMessage) => boolean))[] | undefined
  /**
   * The route that the request has matched, as `/orders/:id`: asked at its end, when a framework knows it. Without one, its
   * name is the method alone: what clients make of a path would be as many names as there are clients.
   */
  readonly routeOf?: ((request: IncomingMessage) => string | undefined) | undefined
  /** Whether an answer with this status is a success. @default below 400 */
  readonly isSuccess?: ((status: number) => boolean) | undefined
}

/** A request that is under way. */
export interface StartedRequest {
  readonly span: Span
  /** What is done for the request is to run in it. */
  readonly context: Context
}

/** What an answer that was never finished is counted as: the client has gone. */
const CLIENT_CLOSED_REQUEST = 499

/** A request may come by here twice, from its server and from a middleware. */
const underWay = new WeakMap<IncomingMessage, StartedRequest>()

/** Requests -> spans, for one tracer. */
export class Incoming {
  readonly #tracer: Tracer
  readonly #propagator: TextMapPropagator
  readonly #options: IncomingOptions

  constructor(tracer: Tracer, propagator: TextMapPropagator, options: IncomingOptions) {
    this.#tracer = tracer
    this.#propagator = propagator
    this.#options = options
  }

  /**
   * Begins the span of a request, which ends with its answer, whatever ends that. The span of a request that is tracked
   * already is its span here, too.
   */
  start(request: IncomingMessage, response: ServerResponse): StartedRequest {
    const known = underWay.get(request) ?? adopted(request)
    if (known === undefined) return this.#startNew(request, response)
    underWay.set(request, known)
    // Before whoever ends the span.
    response.prependOnceListener('finish', () => this.#nameRoute(request, known.span))
    return known
  }

  /** Tracks every request to `server`, whose listeners run in the request's context. Returns how to stop. */
  track(server: Server): () => void {
    // OpenTelemetry's instrumentation makes spans further in, from where its own can be taken over.
    if (Object.hasOwn(Object.getPrototypeOf(server), 'emit')) return this.#takeOver(server)
    const hadOwn = Object.hasOwn(server, 'emit')
    const { emit } = server
    let isStopped = false // somebody may have wrapped ours meanwhile, and keep it
    const tracked = (event: string, ...args: readonly unknown[]): boolean => {
      const emitAsEver = () => Reflect.apply(emit, server, [event, ...args])
      const [request, second] = args as [IncomingMessage, unknown]
      if (isStopped || !EVENTS.has(event) || this.#isIgnored(request)) return emitAsEver()
      if (event === 'upgrade') return this.#upgraded(request, emitAsEver)
      const started = guarded(() => this.#startNew(request, second as ServerResponse), undefined)
      return started === undefined ? emitAsEver() : context.with(started.context, emitAsEver)
    }
    server.emit = tracked
    return () => {
      isStopped = true
      if (server.emit !== tracked) return
      if (hadOwn) server.emit = emit
      else Reflect.deleteProperty(server, 'emit')
    }
  }

  #takeOver(server: Server): () => void {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      if (!this.#isIgnored(request)) guarded(() => this.start(request, response), undefined)
    }
    server.prependListener('request', listener)
    return () => server.off('request', listener)
  }

  /** The answer is the listener's, on the bare socket: that it has been asked for another protocol is all there is to know. */
  #upgraded(request: IncomingMessage, emitAsEver: () => boolean): boolean {
    const begun = guarded(() => this.#begin(request), undefined)
    if (begun === undefined) return emitAsEver()
    try {
      return context.with(begun.context, emitAsEver)
    } finally {
      this.#end(begun.span, 101)
    }
  }

  #startNew(request: IncomingMessage, response: ServerResponse): StartedRequest {
    const started = this.#begin(request)
    underWay.set(request, started)
    let hasEnded = false
    const end = () => {
      if (hasEnded) return
      hasEnded = true
      this.#nameRoute(request, started.span)
      this.#end(started.span, response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST)
    }
    response.once('finish', end)
    response.once('close', end)
    return started
  }

  #begin(request: IncomingMessage): StartedRequest {
    const from = this.#propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
    const attributes = guarded(() => attributesOf(request), {})
    const { method = 'GET' } = request
    const span = this.#tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, from)
    const nameNow = () => requestName(method, { ...attributes, ...this.#nameRoute(request, span) })
    const operation: Operation = {
      get name() {
        return nameNow()
      },
    }
    return { span, context: trace.setSpan(from, span).setValue(OPERATION, operation) }
  }

  /** As soon as it is known. */
  #nameRoute(request: IncomingMessage, span: Span): Attributes {
    const route = guarded(() => this.#options.routeOf?.(request), undefined)
    if (route === undefined) return {}
    const attributes = { 'http.route': route }
    span.setAttributes(attributes)
    return attributes
  }

  #end(span: Span, status: number): void {
    span.setAttribute('http.response.status_code', status)
    const { isSuccess } = this.#options
    if (isSuccess !== undefined && status !== CLIENT_CLOSED_REQUEST) {
      const code = guarded(() => (isSuccess(status) ? SpanStatusCode.OK : SpanStatusCode.ERROR), SpanStatusCode.UNSET)
      span.setStatus({ code })
    }
    span.end()
  }

  #isIgnored(request: IncomingMessage): boolean {
    const path = pathOf(request)
    return (this.#options.ignore ?? []).some((rule) => {
      if (typeof rule === 'function') return guarded(() => rule(request), false)
      return typeof rule === 'string'
        ? path === rule || path.startsWith(`${rule.replace(/\/$/, '')}/`)
        : path.search(rule) !== -1
    })
  }
}

// --- helpers, in order of use ---

const EVENTS: ReadonlySet<string> = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade'])

/**
 * The span that somebody else has made of this request, as OpenTelemetry's instrumentation does, a moment ago. Another
 * request's may be active here, too, where the server was started within it.
 */
function adopted(request: IncomingMessage): StartedRequest | undefined {
  const active = context.active()
  const span = trace.getSpan(active)
  if (span === undefined || Reflect.get(span, 'kind') !== SpanKind.SERVER) return undefined
  if (!span.isRecording()) return Reflect.has(span, SAMPLING) ? { span, context: active } : undefined
  const url = urlOf(Object(Reflect.get(span, 'attributes')))
  return url?.includes(pathOf(request)) ? { span, context: active } : undefined
}

function attributesOf(request: IncomingMessage): Attributes {
  const { headers, socket, method = 'GET', url = '/' } = request
  const query = url.indexOf('?')
  return {
    'http.request.method': method,
    'url.scheme': 'encrypted' in Object(socket) ? 'https' : 'http',
    'url.path': pathOf(request),
    ...(query === -1 ? {} : { 'url.query': url.slice(query + 1) }),
    ...(headers.host === undefined ? {} : { 'http.host': headers.host }),
    ...(socket?.remoteAddress === undefined ? {} : { 'client.address': socket.remoteAddress }),
    ...(headers['user-agent'] === undefined ? {} : { 'user_agent.original': headers['user-agent'] }),
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
