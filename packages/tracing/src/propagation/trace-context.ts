import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { headerOf, headersOf } from './header'
import { readTraceState, trimBlanks } from './trace-state'

const TRACEPARENT = 'traceparent'
const TRACESTATE = 'tracestate'

/**
 * The flag that the process that started a trace sets if the trace id is random; all other processes pass it on.
 * @see https://www.w3.org/TR/trace-context-2/#random-trace-id-flag
 */
export const RANDOM_TRACE_ID = 2

/** Reads and writes `traceparent` and `tracestate`. @see https://www.w3.org/TR/trace-context-2/ */
export class TraceContextPropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context)
    if (spanContext === undefined || !isSpanContextValid(spanContext)) return
    const { traceId, spanId, traceFlags, traceState } = spanContext
    const flags = (traceFlags & KNOWN_FLAGS).toString(16).padStart(2, '0')
    setter.set(carrier, TRACEPARENT, `00-${traceId}-${spanId}-${flags}`)
    const state = traceState?.serialize() ?? ''
    if (state !== '') setter.set(carrier, TRACESTATE, state)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const groups = PARENT.exec(trimBlanks(headerOf(carrier, TRACEPARENT, getter) ?? ''))?.groups
    const { version = '', traceId = '', spanId = '', flags = '', more } = groups ?? {}
    // Version 00 has exactly four fields. A later version may add fields, which are ignored.
    if (groups === undefined || (version === '00' && more !== undefined)) return context
    const traceFlags = Number.parseInt(flags, 16) & KNOWN_FLAGS
    const traceState = readTraceState(headersOf(carrier, TRACESTATE, getter).join(','))
    const spanContext = { traceId, spanId, traceFlags, isRemote: true, ...(traceState && { traceState }) }
    return isSpanContextValid(spanContext) ? trace.setSpanContext(context, spanContext) : context
  }

  fields(): string[] {
    return [TRACEPARENT, TRACESTATE]
  }
}

// --- helpers, in order of use ---

const KNOWN_FLAGS = TraceFlags.SAMPLED | RANDOM_TRACE_ID

const PARENT =
  /^(?<version>(?!ff)[\da-f]{2})-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<more>-.*)?$/
