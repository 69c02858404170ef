import { callSafely, resultOr, SENDING, syncResult } from '@azmon/core/adapter'
import {
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api'
import type { Tracer } from './tracer'

export interface OutgoingOptions {
  /**
   * Calls that are not tracked: a host, with its port unless it is the scheme's default; a regular expression to match
   * against the URL; or a function of the URL.
   */
  readonly ignore?: readonly (string | RegExp | ((url: URL) => boolean))[] | undefined
}

/** An HTTP request that a client is about to send. */
export interface Call<Carrier> {
  readonly method: string
  readonly url: string
  readonly carrier: Carrier
  readonly setter: TextMapSetter<Carrier>
  /** Whether the request already carries `traceparent`: other code then tracks it. */
  readonly hasParent: boolean
}

/** Makes spans for the HTTP requests that this process sends, for one tracer. */
export class OutgoingCalls {
  readonly #tracer: Tracer
  readonly #propagator: TextMapPropagator
  readonly #options: OutgoingOptions

  constructor(tracer: Tracer, propagator: TextMapPropagator, options: OutgoingOptions) {
    this.#tracer = tracer
    this.#propagator = propagator
    this.#options = options
  }

  /**
   * Starts the span of a call and writes its trace context to the call's headers. Returns undefined if the call is not tracked.
   */
  begin<Carrier>({ method, url, carrier, setter, hasParent }: Call<Carrier>): Span | undefined {
    // CONNECT only opens a tunnel; the request through the tunnel is tracked separately.
    if (hasParent || method === 'CONNECT' || isOwnRequest() || this.#isIgnored(url)) return undefined
    const attributes = { 'http.request.method': method, 'url.full': url }
    const span = this.#tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes })
    if (!trace.isSpanContextValid(span.spanContext())) return undefined
    callSafely(
      () => this.#propagator.inject(trace.setSpan(context.active(), span), carrier, setter),
      () => {}, // the call is sent without a parent
    )
    return span
  }

  #isIgnored(url: string): boolean {
    const { ignore = [] } = this.#options
    if (ignore.length === 0 || !URL.canParse(url)) return false
    const parsed = new URL(url)
    return ignore.some((rule) => {
      if (typeof rule === 'function') return resultOr(() => syncResult('outgoing.ignore', rule(parsed), false), false)
      return typeof rule === 'string' ? parsed.host === rule : url.search(rule) !== -1
    })
  }
}

/**
 * @azmon/core sets a flag while it sends, because OpenTelemetry's suppression key needs a context manager and there may be
 * none.
 */
function isOwnRequest(): boolean {
  return Reflect.get(globalThis, SENDING) === true
}

export function setResponseStatus(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status)
}

/** Ends the span of a call that did not get a complete response. */
export function endWithError(span: Span, error: Error): void {
  span.recordException(error)
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
  span.end()
}
