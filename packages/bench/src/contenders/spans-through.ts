import { type Attributes, SpanKind, type Tracer } from '@opentelemetry/api'
import type { OpenContender } from '../contender'

/** A record becomes a span of a call, with the fields of a flat record for attributes. */
export function spansThrough(tracer: Tracer): OpenContender['log'] {
  return ({ fields }) => {
    tracer.startSpan('GET /stock', { kind: SpanKind.CLIENT, attributes: fields as Attributes }).end()
  }
}
