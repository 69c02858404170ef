import { atOnce, callSafely, SENDING } from '@azmon/core/adapter'
import {
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api'
import { guarded } from './guarded'
import type { Tracer } from './tracer'

export interface OutgoingOptions {
  /** Calls that are not to be tracked: a host, with its port where the URL has one; an expression, or a function, of the URL. */
  readonly ignore?: readonly (string | RegExp | ((url: URL) => boolean))[] | undefined
}

/** An HTTP client that is about to make a request. */
export interface Call<Carrier> {
  readonly method: string
  readonly url: string
  readonly carrier: Carrier
  readonly setter: TextMapSetter<Carrier>
  /** Somebody else tracks it. */
  readonly hasParent: boolean
}

/** Requests that this process makes -> spans, for one tracer. */
export class OutgoingCalls {
  readonly #tracer: Tracer
  readonly #propagator: TextMapPropagator
  readonly #options: OutgoingOptions

  constructor(tracer: Tracer, propagator: TextMapPropagator, options: OutgoingOptions) {
    this.#tracer = tracer
    this.#propagator = propagator
    this.#options = options
  }

  /** The span of a call, whose parent the call now names; undefined for a call that is left alone. */
  begin<Carrier>({ method, url, carrier, setter, hasParent }: Call<Carrier>): Span | undefined {
    // CONNECT asks a proxy for a way; what goes along it is asked for by itself.
    if (hasParent || method === 'CONNECT' || isOurOwn() || this.#isIgnored(url)) return undefined
    const attributes = { 'http.request.method': method, 'url.full': url }
    const span = this.#tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes })
    if (!trace.isSpanContextValid(span.spanContext())) return undefined
    callSafely(
      () => this.#propagator.inject(trace.setSpan(context.active(), span), carrier, setter),
      () => {}, // the call goes out without a parent
    )
    return span
  }

  #isIgnored(url: string): boolean {
    const { ignore = [] } = this.#options
    if (ignore.length === 0 || !URL.canParse(url)) return false
    const parsed = new URL(url)
    return ignore.some((rule) => {
      if (typeof rule === 'function') return guarded(() => atOnce('ignore of outgoing', rule(parsed), false), false)
      return typeof rule === 'string' ? parsed.host === rule : url.search(rule) !== -1
    })
  }
}

/** Set by @azmon/core while it makes a request, also where no context manager carries that tracing is suppressed. */
function isOurOwn(): boolean {
  return Reflect.get(globalThis, SENDING) === true
}

/** There was an answer. */
export function answered(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status)
}

/** There was none. */
export function failed(span: Span, error: Error): void {
  span.recordException(error)
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
  span.end()
}
