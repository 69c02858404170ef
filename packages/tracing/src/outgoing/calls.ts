import { callSafely, SENDING } from '@azmon/core/adapter'
import { context, type Span, SpanKind, type TextMapPropagator, trace } from '@opentelemetry/api'
import { isForwarded } from '../incoming-headers'
import type { Tracer } from '../tracer'
import type { OutgoingCall } from './call'
import { type CallHeaders, headerSetter } from './call-headers'
import { OpenCalls } from './open-calls'
import type { OutgoingOptions, UrlRule } from './outgoing-options'
import { matchesUrl } from './url-rules'

/** An HTTP request that a client is about to send. */
export interface NewCall {
  readonly method: string
  readonly url: string
  readonly headers: CallHeaders
}

/** Makes spans for the HTTP requests that this process sends, for one tracer. */
export class OutgoingCalls {
  readonly open = new OpenCalls()
  readonly #tracer: Tracer
  readonly #propagator: TextMapPropagator
  readonly #ignored: readonly UrlRule[]
  /** Undefined if all calls carry the trace headers. */
  readonly #trusted: readonly UrlRule[] | undefined

  constructor(tracer: Tracer, propagator: TextMapPropagator, { ignore = [], propagateTo }: OutgoingOptions) {
    this.#tracer = tracer
    this.#propagator = propagator
    this.#ignored = ignore
    this.#trusted = propagateTo === undefined ? undefined : [propagateTo].flat()
  }

  /**
   * Starts the span of a call and writes its trace context to the call's headers. Returns undefined if the call is not
   * tracked.
   */
  begin({ method, url, headers }: NewCall): OutgoingCall | undefined {
    // CONNECT only opens a tunnel; the request through the tunnel is tracked separately.
    if (method === 'CONNECT' || isOwnRequest() || matchesUrl('outgoing.ignore', this.#ignored, url)) return undefined
    if (headers.get(TRACEPARENT) !== undefined && !isForwarded(TRACEPARENT, headers)) return undefined // tracked by other code
    const attributes = { 'http.request.method': method, 'url.full': url }
    const span = this.#tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes })
    if (!trace.isSpanContextValid(span.spanContext())) return undefined
    this.#propagate(span, url, headers)
    return this.open.add(span, url)
  }

  /** Writes the trace context again if the application has since replaced it with the header of the active request. */
  propagateAgain({ span, url }: OutgoingCall, headers: CallHeaders): void {
    if (isForwarded(TRACEPARENT, headers)) this.#propagate(span, url, headers)
  }

  /**
   * Writes the headers, unless `propagateTo` excludes the URL. Removes trace headers that the application has copied from the
   * active request: they identify the caller of this process, so the span of the called service would get the wrong parent.
   */
  #propagate(span: Span, url: string, headers: CallHeaders): void {
    const isTrusted = this.#trusted === undefined || matchesUrl('outgoing.propagateTo', this.#trusted, url)
    const write = () => {
      if (isForwarded(TRACEPARENT, headers)) for (const name of [TRACEPARENT, 'tracestate']) headers.delete(name)
      if (isTrusted) return this.#propagator.inject(trace.setSpan(context.active(), span), headers, headerSetter)
      for (const name of this.#propagator.fields()) if (isForwarded(name, headers)) headers.delete(name)
    }
    callSafely(write) // if the propagator throws, the call is sent without a parent
  }
}

// --- helpers ---

const TRACEPARENT = 'traceparent'

/**
 * @azmon/core sets a flag while it sends, because OpenTelemetry's suppression key needs a context manager and there may be
 * none.
 */
function isOwnRequest(): boolean {
  return Reflect.get(globalThis, SENDING) === true
}
