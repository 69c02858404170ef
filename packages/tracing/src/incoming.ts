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
    const known = underWay.get(request) ?? adopted()
    const started = known ?? this.#begin(request)
    underWay.set(request, started)
    if (known === undefined) this.#endWith(request, response, started.span)
    return started
  }

  /** Tracks every request to `server`, whose listeners run in the request's context. Returns how to stop. */
  track(server: Server): () => void {
    const emit = server.emit
    const tracked = (event: string, ...args: readonly unknown[]): boolean => {
      const emitAsEver = () => Reflect.apply(emit, server, [event, ...args])
      const [request, second] = args as [IncomingMessage, unknown]
      if (!EVENTS.has(event) || this.#isIgnored(request)) return emitAsEver()
      if (event === 'upgrade') return this.#upgraded(request, emitAsEver)
      return context.with(this.start(request, second as ServerResponse).context, emitAsEver)
    }
    server.emit = tracked
    return () => {
      if (server.emit === tracked) server.emit = emit
    }
  }

  /** The answer is the listener's, on the bare socket: that it has changed the protocol is all there is to know. */
  #upgraded(request: IncomingMessage, emitAsEver: () => boolean): boolean {
    const { span, context: within } = this.#begin(request)
    try {
      return context.with(within, emitAsEver)
    } finally {
      this.#end(span, 101)
    }
  }

  #begin(request: IncomingMessage): StartedRequest {
    const from = this.#propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
    const attributes = attributesOf(request)
    const span = this.#tracer.startSpan(request.method ?? 'GET', { kind: SpanKind.SERVER, attributes }, from)
    return { span, context: trace.setSpan(from, span) }
  }

  #endWith(request: IncomingMessage, response: ServerResponse, span: Span): void {
    let hasEnded = false
    const end = () => {
      if (hasEnded) return
      hasEnded = true
      const route = this.#options.routeOf?.(request)
      if (route !== undefined) span.setAttribute('http.route', route)
      this.#end(span, response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST)
    }
    response.once('finish', end)
    response.once('close', end)
  }

  #end(span: Span, status: number): void {
    span.setAttribute('http.response.status_code', status)
    const { isSuccess } = this.#options
    if (isSuccess !== undefined && status !== CLIENT_CLOSED_REQUEST) {
      span.setStatus({ code: isSuccess(status) ? SpanStatusCode.OK : SpanStatusCode.ERROR })
    }
    span.end()
  }

  #isIgnored(request: IncomingMessage): boolean {
    const path = pathOf(request)
    return (this.#options.ignore ?? []).some((rule) => {
      if (typeof rule === 'function') return rule(request)
      return typeof rule === 'string'
        ? path === rule || path.startsWith(`${rule.replace(/\/$/, '')}/`)
        : path.search(rule) !== -1
    })
  }
}

// --- helpers, in order of use ---

const EVENTS: ReadonlySet<string> = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade'])

/** The span that somebody else has made of this request, as OpenTelemetry's instrumentation does, a moment ago. */
function adopted(): StartedRequest | undefined {
  const active = context.active()
  const span = trace.getSpan(active)
  const isRequest = span !== undefined && Reflect.get(span, 'kind') === SpanKind.SERVER
  return isRequest && span.isRecording() ? { span, context: active } : undefined
}

function attributesOf(request: IncomingMessage): Attributes {
  const { headers, socket, method = 'GET', url = '/' } = request
  const query = url.indexOf('?')
  return {
    'http.request.method': method,
    'url.scheme': 'encrypted' in socket ? 'https' : 'http',
    'url.path': pathOf(request),
    ...(query === -1 ? {} : { 'url.query': url.slice(query + 1) }),
    ...(headers.host === undefined ? {} : { 'http.host': headers.host }),
    ...(socket.remoteAddress === undefined ? {} : { 'client.address': socket.remoteAddress }),
    ...(headers['user-agent'] === undefined ? {} : { 'user_agent.original': headers['user-agent'] }),
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
