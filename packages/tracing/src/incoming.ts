import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { OPERATION, resultOr, SAMPLING, SUPPRESS_TRACING, syncResult } from '@azmon/core/adapter'
import {
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanKind,
  type TextMapPropagator,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { bindEvents } from './bind-events'
import { browserIds } from './browser-ids'
import { onFirstStatus } from './first-status'
import { isNeverTracked } from './ignored'
import { onHttp2Prototype } from './incoming-http2'
import type { IncomingOptions } from './incoming-options'
import { urlOf } from './mapping/url'
import { type OpenRequests, openRequestsOf } from './open-requests'
import { nodeHeaders } from './propagation/header'
import { requestAttributes } from './request-attributes'
import { MAX_URL, pathOf } from './request-path'
import { onResponseEnd } from './response-end'
import { answerStatus, CLIENT_CLOSED_REQUEST, isLeftByClient, sentStatus } from './response-status'
import {
  type AnyRequest,
  type AnyResponse,
  type AnyServer,
  emittersOf,
  isResponse,
  type ResponseOrSocket,
  type ServerEvent,
  serverEvent,
} from './server-events'
import { RecordedSpan } from './span'
import { REQUEST } from './span-inheritance'
import { type StartedRequest, TrackedRequest } from './tracked-request'
import { trackedRequests } from './tracked-requests'

import http = require('node:http')
import https = require('node:https')

/** Makes spans for incoming requests, for one tracer. */
export class Incoming {
  readonly #tracer: Tracer
  readonly #propagator: TextMapPropagator
  readonly #open: OpenRequests | undefined
  readonly #options: IncomingOptions

  constructor(tracer: Tracer, propagator: TextMapPropagator, options: IncomingOptions) {
    this.#tracer = tracer
    this.#propagator = propagator
    this.#open = openRequestsOf(tracer)
    this.#options = options
  }

  /**
   * Starts the span of a request. It ends when the response is complete or its connection closes. A request that is already
   * tracked keeps its span.
   */
  start(anyRequest: AnyRequest, anyResponse: AnyResponse): StartedRequest {
    const [request, response] = [anyRequest as IncomingMessage, anyResponse as ServerResponse] // HTTP/2 has what we need, too
    return this.#ignore(request, response) ?? this.#join(request, response) ?? this.#startNew(request, response)
  }

  /** Tracks every request to `server` and runs its listeners in the request's context. Returns a function that stops it. */
  track(server: AnyServer): () => void {
    return this.#wrapEmit(server)
  }

  /** Tracks every request to every server of the process, including servers created later. Returns a function that stops it. */
  trackAll(): () => void {
    const stops = [http, https].map(({ Server }) => this.#wrapEmit(Server.prototype))
    stops.push(onHttp2Prototype((prototype) => stops.push(this.#wrapEmit(prototype))))
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** `target` is a server, or the prototype of all servers. */
  #wrapEmit(target: AnyServer): () => void {
    const own = Object.getOwnPropertyDescriptor(target, 'emit')
    const trackEvent = this.#trackEvent.bind(this)
    let isStopped = false // other code may wrap our function and keep calling it after we stop
    function tracked(this: AnyServer, ...args: readonly unknown[]): boolean {
      const inherited: Emit = Reflect.get(Object.getPrototypeOf(target), 'emit')
      const emit: Emit = own?.value ?? inherited
      const emitOriginal = () => Reflect.apply(emit, this, args)
      const event = isStopped ? undefined : resultOr(() => serverEvent(this, args), undefined)
      if (event === undefined) return emitOriginal()
      const shared = this === target ? inherited : emit
      const position = { isOuter: shared !== EventEmitter.prototype.emit, isInner: target.emit !== tracked }
      return trackEvent(this, event, emitOriginal, position)
    }
    target.emit = tracked
    return () => {
      isStopped = true
      if (target.emit !== tracked) return
      if (own === undefined) Reflect.deleteProperty(target, 'emit')
      else Object.defineProperty(target, 'emit', own)
    }
  }

  #trackEvent(
    server: AnyServer,
    [name, request, response]: ServerEvent,
    emitOriginal: () => boolean,
    position: WrapperPosition,
  ): boolean {
    const isAround = position.isOuter && name === 'request'
    const emitAround = isAround ? () => this.#startInListener(server, request, emitOriginal) : emitOriginal
    const ignored = resultOr(() => this.#ignore(request, response), undefined)
    if (ignored !== undefined) return context.with(ignored.context, emitAround)
    if (trackedRequests.get(request)?.addOptions(this.#options) !== undefined) return emitOriginal()
    if (isAround) return emitAround()
    const started = resultOr(() => {
      return (position.isInner ? this.#join(request, response) : undefined) ?? this.#startNew(request, response)
    }, undefined)
    if (started === undefined) return emitOriginal()
    try {
      return context.with(started.context, emitOriginal)
    } catch (error) {
      if (name === 'upgrade') started.end(INTERNAL_SERVER_ERROR) // no other listener can respond
      throw error
    }
  }

  /**
   * Starts the span in a listener added before all others: after OpenTelemetry's instrumentation, which wraps `emit`, and
   * before the application.
   */
  #startInListener(server: AnyServer, request: IncomingMessage, emitOriginal: () => boolean): boolean {
    const startHere = (incoming: IncomingMessage, response: ServerResponse) => {
      if (incoming === request) resultOr(() => this.start(request, response), undefined)
    }
    server.prependOnceListener('request', startHere)
    try {
      return emitOriginal()
    } finally {
      server.off('request', startHere)
    }
  }

  /**
   * Makes an ignored request run without tracing, so that its work has no rows and its logs have no operation. If it is already
   * tracked, its row is discarded. Returns undefined if the request is not ignored.
   */
  #ignore(request: IncomingMessage, response: ResponseOrSocket): StartedRequest | undefined {
    if (!isNeverTracked(request, this.#options.ignore)) return undefined
    const span = trackedRequests.get(request)?.span ?? spanOfInstrumentation(request)
    // The row of another tracer cannot be discarded, so its work stays, too.
    if (span !== undefined && !(SAMPLING in span)) return notTracked(context.active())
    trackedRequests.get(request)?.discard()
    trackedRequests.delete(request)
    if (span instanceof RecordedSpan) span.discard()
    const noOperation = trace.deleteSpan(context.active()).deleteValue(OPERATION).deleteValue(REQUEST)
    const untraced = noOperation.setValue(SUPPRESS_TRACING, true)
    for (const emitter of emittersOf(request, response)) bindEvents(emitter, untraced)
    return notTracked(untraced)
  }

  /** Returns undefined if neither this package nor OpenTelemetry's instrumentation tracks the request yet. */
  #join(request: IncomingMessage, response: ResponseOrSocket): TrackedRequest | undefined {
    const known = trackedRequests.get(request)
    if (known !== undefined) return known.addOptions(this.#options)
    const span = spanOfInstrumentation(request)
    if (span === undefined) return undefined
    span.setAttributes(browserIds(request.headers.cookie))
    const tracked = this.#register(request, response, new TrackedRequest(request, span, context.active(), this.#open))
    if (!isResponse(response)) return tracked
    // The listener is prepended, because instrumentation ends the span in its own listener.
    const update = () => tracked.updateAtEnd(answerStatus(response), isLeftByClient(response))
    for (const event of ['finish', 'close']) response.prependOnceListener(event, update)
    if (SAMPLING in span) this.#open?.add(tracked, () => sentStatus(response))
    // Instrumentation does not notice when the connection of a pipelined request closes.
    onResponseEnd(request, response, () => tracked.end(answerStatus(response)))
    return tracked
  }

  #startNew(request: IncomingMessage, response: ResponseOrSocket): TrackedRequest {
    const started = this.#begin(request, response)
    this.#open?.add(started, () => (isResponse(response) ? sentStatus(response) : 0))
    if (isResponse(response) && Reflect.get(request, 'upgrade') !== true) {
      onResponseEnd(request, response, () => started.end(answerStatus(response), isLeftByClient(response)))
    } else {
      // The response goes to the bare socket. The upgraded connection may then stay open for days.
      const socket = isResponse(response) ? request.socket : response
      onFirstStatus(socket, (status = CLIENT_CLOSED_REQUEST) => started.end(status))
    }
    return started
  }

  #begin(request: IncomingMessage, response: ResponseOrSocket): TrackedRequest {
    const extract = () => this.#propagator.extract(ROOT_CONTEXT, request.headers, nodeHeaders)
    const parent =
      resultOr(() => syncResult<Context | undefined>('propagator.extract', extract(), undefined), undefined) ??
      ROOT_CONTEXT
    const attributes = resultOr(() => requestAttributes(request), {})
    const options = { kind: SpanKind.SERVER, attributes }
    const span = this.#tracer.startSpan(request.method ?? 'GET', options, parent.setValue(REQUEST, null))
    return this.#register(request, response, new TrackedRequest(request, span, parent, this.#open))
  }

  #register(request: IncomingMessage, response: ResponseOrSocket, tracked: TrackedRequest): TrackedRequest {
    trackedRequests.set(request, tracked)
    for (const emitter of emittersOf(request, response)) bindEvents(emitter, tracked.context)
    return tracked.addOptions(this.#options)
  }
}

// --- helpers, in order of use ---

function notTracked(within: Context): StartedRequest {
  return { span: trace.wrapSpanContext(INVALID_SPAN_CONTEXT), context: within }
}

const INTERNAL_SERVER_ERROR = 500

/** The position of our `emit` among other wrappers of it, such as OpenTelemetry's instrumentation. */
interface WrapperPosition {
  /** Our `emit` calls another wrapper. */
  readonly isOuter: boolean
  /** Another wrapper calls our `emit`. */
  readonly isInner: boolean
}

type Emit = (...args: unknown[]) => boolean

/**
 * Returns the span that OpenTelemetry's instrumentation has just made for this request. The active span may instead belong to
 * another request, during which the server was started: only the URL tells them apart.
 */
function spanOfInstrumentation(request: IncomingMessage) {
  const span = trace.getSpan(context.active())
  if (span === undefined || Reflect.get(span, 'kind') !== SpanKind.SERVER) return undefined
  const isUnsampled = Reflect.has(span, SAMPLING) && (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0
  if (!span.isRecording() && !isUnsampled) return undefined
  const url = urlOf(Object(Reflect.get(span, 'attributes')))
  return url?.includes(pathOf(request).slice(0, MAX_URL)) ? span : undefined
}
