import { type Attributes, SpanKind, type Tracer } from '@opentelemetry/api'
import type { OpenContender } from '../contender'

/** Returns a function that records a call as a client span, with the fields of a flat record as attributes. */
export function spansThrough(tracer: Tracer): OpenContender['log'] {
  return ({ fields }) => {
    tracer.startSpan('GET /stock', { kind: SpanKind.CLIENT, attributes: fields as Attributes }).end()
  }
}
