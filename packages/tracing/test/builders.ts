import { TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import type { FinishedSpan } from '../src'
import { mapSpan } from '../src/mapping/map-span'
import { AlwaysOnSampler, type Sampler } from '../src/samplers'
import { Tracer } from '../src/tracer'

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
export const SPAN_ID = '00f067aa0ba902b7'

/** A tracer and its finished spans. */
export function aTracer(sampler: Sampler = new AlwaysOnSampler()): { tracer: Tracer; ended: FinishedSpan[] } {
  const ended: FinishedSpan[] = []
  return { tracer: new Tracer({ sampler, onEnd: (span) => ended.push(span), onUnsampled: () => {} }), ended }
}

type Carrier = Record<string, string | string[]>

/** The span context that a propagator reads from headers. */
export function extracted(propagator: TextMapPropagator, headers: Carrier) {
  return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter))
}

/** The headers that a propagator writes for a span. */
export function injected(
  propagator: TextMapPropagator,
  { traceFlags = 1, traceId = TRACE_ID, spanId = SPAN_ID } = {},
  context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags }),
): Carrier {
  const headers: Carrier = {}
  propagator.inject(context, headers, defaultTextMapSetter)
  return headers
}

/** The rows of a span of one second with these fields. */
export function rowsOf(known: Partial<FinishedSpan>, options: TelemetryClientOptions = {}) {
  const span: FinishedSpan = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: undefined,
    name: 'work',
    kind: SpanKind.INTERNAL,
    startMs: 1_000_000_000_000,
    durationMs: 1_000,
    attributes: {},
    events: [],
    links: [],
    status: { code: SpanStatusCode.UNSET },
    sampleRate: 100,
    operationName: undefined,
    dropped: 0,
    ...known,
  }
  const { properties } = new TelemetryClient({ disabled: true, ...options })
  return mapSpan(span, properties)
}
