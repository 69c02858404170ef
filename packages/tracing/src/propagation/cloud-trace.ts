import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { headerOf } from './header'

const HEADER = 'x-cloud-trace-context'

/** Google Cloud's header of old. @see https://cloud.google.com/trace/docs/trace-context */
export class CloudTracePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context)
    if (spanContext === undefined || !isSpanContextValid(spanContext)) return
    const { traceId, spanId, traceFlags } = spanContext
    setter.set(carrier, HEADER, `${traceId}/${BigInt(`0x${spanId}`)};o=${traceFlags & TraceFlags.SAMPLED}`)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const groups = FORM.exec(headerOf(carrier, HEADER, getter) ?? '')?.groups
    if (groups === undefined) return context
    const { traceId = '', span = '0', options = '1' } = groups
    const spanId = BigInt.asUintN(64, BigInt(span)).toString(16).padStart(16, '0')
    const traceFlags = Number(options) & TraceFlags.SAMPLED
    const spanContext = { traceId: traceId.toLowerCase(), spanId, traceFlags, isRemote: true }
    return isSpanContextValid(spanContext) ? trace.setSpanContext(context, spanContext) : context
  }

  fields(): string[] {
    return [HEADER]
  }
}

// --- helpers ---

/** A span is a decimal number; without options, what comes is kept. */
const FORM = /^(?<traceId>[\da-f]{32})\/(?<span>\d{1,20})(?:;o=(?<options>\d))?$/i
