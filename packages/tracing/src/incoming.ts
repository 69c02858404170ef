import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { atOnce, SAMPLING } from '@azmon/core/adapter'
import {
  type Attributes,
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
import { answerStatus, CLIENT_CLOSED_REQUEST } from './answer-status'
import { bindEvents } from './bind-events'
import { onFirstStatus } from './first-status'
import { guarded } from './guarded'
import { isIgnored } from './ignored'
import type { IncomingOptions } from './incoming-options'
import { urlOf } from './mapping/url'
import { type OpenRequests, openRequestsOf } from './open-requests'
import { nodeHeaders } from './propagation/header'
import { MAX_URL, pathOf, queryOf } from './request-path'
import { type StartedRequest, TrackedRequest } from './tracked-request'

import http = require('node:http')
import https = require('node:https')

/** The request's span, and the context of what is done for it; undefined where it is not tracked. */
export function requestUnderWay(request: IncomingMessage): StartedRequest | undefined {
  return underWay.get(request)
}

/** Requests -> spans, for one tracer. */
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
   * Begins the span of a request, which ends with its answer, whatever ends that. The span of a request that is tracked
   * already is its span here, too.
   */
  start(request: IncomingMessage, response: ServerResponse): StartedRequest {
    if (isIgnored(request, this.#options.ignore)) return untracked()
    return this.#join(request, response) ?? this.#startNew(request, response)
  }

  /** Tracks every request to `server`, whose listeners run in the request's context. Returns how to stop. */
  track(server: Server): () => void {
    return this.#wrapEmit(server)
  }

  /** The same for each server of the process, whenever it is made. */
  trackAll(): () => void {
    const stops = [http, https].map(({ Server }) => this.#wrapEmit(Server.prototype))
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Of a server, or of the prototype that servers have in common. */
  #wrapEmit(target: Server): () => void {
    const own = Object.getOwnPropertyDescriptor(target, 'emit')
    const trackEvent = this.#trackEvent.bind(this)
    let isStopped = false // somebody may have wrapped ours meanwhile, and keep it
    function tracked(this: Server, ...args: readonly unknown[]): boolean {
      const inherited: Emit = Reflect.get(Object.getPrototypeOf(target), 'emit')
      const emit: Emit = own?.value ?? inherited
      const emitAsEver = () => Reflect.apply(emit, this, args)
      if (isStopped || !EVENTS.has(String(args[0]))) return emitAsEver()
      const shared = this === target ? inherited : emit
      const place = { isOuter: shared !== EventEmitter.prototype.emit, isInner: target.emit !== tracked }
      return trackEvent(this, args as unknown as ServerEvent, emitAsEver, place)
    }
    target.emit = tracked
    return () => {
      isStopped = true
      if (target.emit !== tracked) return
      if (own === undefined) Reflect.deleteProperty(target, 'emit')
      else Object.defineProperty(target, 'emit', own)
    }
  }

  #trackEvent(server: Server, [name, request, answer]: ServerEvent, emitAsEver: () => boolean, place: Place): boolean {
    const known = underWay.get(request)?.join(this.#options)
    if (known !== undefined || isIgnored(request, this.#options.ignore)) return emitAsEver()
    if (place.isOuter && name === 'request') return this.#startWithin(server, request, emitAsEver)
    const started = guarded(() => {
      return (place.isInner ? this.#join(request, answer) : undefined) ?? this.#startNew(request, answer)
    }, undefined)
    if (started === undefined) return emitAsEver()
    try {
      return context.with(started.context, emitAsEver)
    } catch (error) {
      if (name === 'upgrade') started.end(INTERNAL_SERVER_ERROR) // nobody is left to answer
      throw error
    }
  }

  /** Behind who else makes spans of requests, as OpenTelemetry's instrumentation does, and before the application. */
  #startWithin(server: Server, request: IncomingMessage, emitAsEver: () => boolean): boolean {
    const take = (incoming: IncomingMessage, response: ServerResponse) => {
      if (incoming === request) guarded(() => this.start(request, response), undefined)
    }
    server.prependOnceListener('request', take)
    try {
      return emitAsEver()
    } finally {
      server.off('request', take)
    }
  }

  /** Where somebody tracks it already. */
  #join(request: IncomingMessage, answer: Answer): TrackedRequest | undefined {
    const known = underWay.get(request)
    if (known !== undefined) return known.join(this.#options)
    const span = adopted(request)
    if (span === undefined) return undefined
    const tracked = this.#follow(request, answer, new TrackedRequest(request, span, context.active(), this.#open))
    const learn = () => {
      tracked.learn()
      if (isResponse(answer) && answer.writableFinished) tracked.judge(answer.statusCode)
    }
    for (const event of ['finish', 'close']) answer.prependOnceListener(event, learn) // before whoever ends the span
    return tracked
  }

  #startNew(request: IncomingMessage, answer: Answer): TrackedRequest {
    const started = this.#begin(request, answer)
    this.#open?.add(started, () => (isResponse(answer) && answer.headersSent ? answer.statusCode : 0))
    if (isResponse(answer) && Reflect.get(request, 'upgrade') !== true) {
      const end = () => started.end(answerStatus(answer))
      answer.once('finish', end)
      answer.once('close', end)
    } else {
      // The answer is on the bare socket. What follows it there is another protocol, and may last for days.
      const socket = isResponse(answer) ? request.socket : answer
      onFirstStatus(socket, (status = CLIENT_CLOSED_REQUEST) => started.end(status))
    }
    return started
  }

  #begin(request: IncomingMessage, answer: Answer): TrackedRequest {
    const extract = () => this.#propagator.extract(ROOT_CONTEXT, request.headers, nodeHeaders)
    const from =
      guarded(() => atOnce<Context | undefined>('extract of the propagator', extract(), undefined), undefined) ??
      ROOT_CONTEXT
    const attributes = guarded(() => attributesOf(request), {})
    const span = this.#tracer.startSpan(request.method ?? 'GET', { kind: SpanKind.SERVER, attributes }, from)
    return this.#follow(request, answer, new TrackedRequest(request, span, from, this.#open))
  }

  #follow(request: IncomingMessage, answer: Answer, tracked: TrackedRequest): TrackedRequest {
    underWay.set(request, tracked)
    bindEvents(request, tracked.context)
    if (isResponse(answer)) bindEvents(answer, tracked.context)
    return tracked.join(this.#options)
  }
}

// --- helpers, in order of use ---

/** A request may come by here several times: from every server, from its own, and from a middleware. */
const underWay = new WeakMap<IncomingMessage, TrackedRequest>()

/** It belongs to nothing but what it happens in. */
function untracked(): StartedRequest {
  return { span: trace.wrapSpanContext(INVALID_SPAN_CONTEXT), context: context.active() }
}

type Answer = ServerResponse | Duplex

function isResponse(answer: Answer): answer is ServerResponse {
  return 'statusCode' in answer
}

const INTERNAL_SERVER_ERROR = 500

const EVENTS: ReadonlySet<string> = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade'])

type ServerEvent = readonly [name: string, request: IncomingMessage, answer: Answer]

/** Whether those who wrap `emit` for all servers are called by us, and whether they call us. */
interface Place {
  readonly isOuter: boolean
  readonly isInner: boolean
}

type Emit = (...args: unknown[]) => boolean

/**
 * The span that somebody else has made of this request, as OpenTelemetry's instrumentation does, a moment ago. Another
 * request's may be active here, too, where the server was started within it.
 */
function adopted(request: IncomingMessage) {
  const span = trace.getSpan(context.active())
  if (span === undefined || Reflect.get(span, 'kind') !== SpanKind.SERVER) return undefined
  const isLeftOut = Reflect.has(span, SAMPLING) && span.spanContext().traceFlags === TraceFlags.NONE
  if (!span.isRecording() && !isLeftOut) return undefined
  const url = urlOf(Object(Reflect.get(span, 'attributes')))
  return url?.includes(pathOf(request).slice(0, MAX_URL)) ? span : undefined
}

/** A name of DNS and a port. */
const MAX_HOST = 255 + ':65535'.length

function attributesOf(request: IncomingMessage): Attributes {
  const { headers, socket, method = 'GET' } = request
  const query = queryOf(request)
  return {
    'http.request.method': method,
    'url.scheme': 'encrypted' in Object(socket) ? 'https' : 'http',
    'url.path': pathOf(request).slice(0, MAX_URL),
    ...(query === undefined ? {} : { 'url.query': query.slice(0, MAX_URL) }),
    ...(headers.host === undefined ? {} : { 'http.host': headers.host.slice(0, MAX_HOST) }),
    ...(socket?.remoteAddress === undefined ? {} : { 'client.address': socket.remoteAddress }),
    ...(headers['user-agent'] === undefined ? {} : { 'user_agent.original': headers['user-agent'] }),
  }
}
