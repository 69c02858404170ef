import { SpanKind, type Tracer } from '@opentelemetry/api'
import type { OpenContender } from '../contender'

/** A record becomes a span of a call, with the record's properties for attributes. */
export function spansThrough(tracer: Tracer): OpenContender['log'] {
  return (_, properties) => {
    tracer.startSpan('GET /stock', { kind: SpanKind.CLIENT, attributes: { ...properties } }).end()
  }
}
