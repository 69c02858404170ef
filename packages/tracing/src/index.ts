export { ConfigurationError } from '@azmon/core'
export type { SamplingDecision } from '@azmon/core/adapter'
export { redactQuery, resultOr, syncResult, typeName } from '@azmon/core/adapter'
export { consoleSpanExporter } from './console-span-exporter'
export { createTracing, type Tracing } from './create-tracing'
export type { FinishedSpan, SpanEvent } from './finished-span'
export { type IgnoreRule, isIgnored } from './ignored'
export type { IncomingOptions } from './incoming-options'
export type { Invocation } from './invocation'
export type { TrustProxy } from './origin/trusted-proxies'
export type { OutgoingOptions, UrlRule } from './outgoing/outgoing-options'
export { B3Propagator } from './propagation/b3'
export { BaggagePropagator } from './propagation/baggage'
export { CloudTracePropagator } from './propagation/cloud-trace'
export { CompositePropagator } from './propagation/composite'
export { TraceContextPropagator } from './propagation/trace-context'
export { registeredTracing } from './registered-tracing'
export { redactedTarget } from './request-path'
export { onResponseEnd } from './response-end'
export { answerStatus, isAborted } from './response-status'
export { type HonoContext, honoTelemetry } from './routes/hono'
export { type KoaContext, koaTelemetry } from './routes/koa'
export { routeOf } from './routes/route-of'
export {
  AlwaysOffSampler,
  AlwaysOnSampler,
  chooseSampler,
  ProbabilitySampler,
  RateLimitedSampler,
  type Sampler,
  type TraceBeginning,
} from './samplers'
export { traceFieldsOf } from './trace-fields'
export type { Tracer } from './tracer'
export type { SpanExporter, TracingOptions } from './tracing-options'
export type { StartedRequest } from './tracked-request'
export { beforeRequestEnds, requestUnderWay } from './tracked-requests'
export { checkIncomingOptions, checkOutgoingOptions } from './tracker-options'
