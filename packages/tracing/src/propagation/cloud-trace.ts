import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { isDeferred, markDeferred } from './deferred'
import { headerOf } from './header'

const HEADER = 'x-cloud-trace-context'

/** Reads and writes Google Cloud's legacy header. @see https://cloud.google.com/trace/docs/trace-context */
export class CloudTracePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context)
    if (spanContext === undefined || !isSpanContextValid(spanContext)) return
    const { traceId, spanId, traceFlags } = spanContext
    const options = isDeferred(spanContext) ? '' : `;o=${traceFlags & TraceFlags.SAMPLED}`
    setter.set(carrier, HEADER, `${traceId}/${BigInt(`0x${spanId}`)}${options}`)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const groups = FORM.exec(headerOf(carrier, HEADER, getter) ?? '')?.groups
    if (groups === undefined) return context
    const { traceId = '', span = '0', options } = groups
    const spanId = BigInt.asUintN(64, BigInt(span)).toString(16).padStart(16, '0')
    const traceFlags = Number(options ?? '1') & TraceFlags.SAMPLED
    const spanContext = { traceId: traceId.toLowerCase(), spanId, traceFlags, isRemote: true }
    if (!isSpanContextValid(spanContext)) return context
    return trace.setSpanContext(context, options === undefined ? markDeferred(spanContext) : spanContext)
  }

  fields(): string[] {
    return [HEADER]
  }
}

// --- helpers ---

/** The span id is a decimal number. Without options, the sampling decision is deferred. */
const FORM = /^(?<traceId>[\da-f]{32})\/(?<span>\d{1,20})(?:;o=(?<options>\d))?$/i
