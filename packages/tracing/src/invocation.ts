import {
  type Context,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { endWith, type Tracer } from './tracer'

/** The context that Azure Functions (programming model 3 or 4) or AWS Lambda passes to a function. */
export interface Invocation {
  readonly functionName?: string | undefined
  readonly invocationId?: string | undefined
  readonly awsRequestId?: string | undefined
  readonly traceContext?:
    | {
        readonly traceParent?: string | null | undefined
        readonly traceState?: string | null | undefined
        readonly traceparent?: string | null | undefined
        readonly tracestate?: string | null | undefined
      }
    | undefined
  /** The headers of the HTTP request that triggered the invocation, if there was one. */
  readonly headers?:
    | Readonly<Record<string, string | undefined>>
    | Iterable<readonly [string, string]>
    | null
    | undefined
}

/**
 * Runs `work` in the span of one invocation. The span continues the trace given by the platform. If the result is a response to
 * an HTTP request, as both platforms expect it, the span has its status.
 */
export function runInvocation<T>(
  invocation: Invocation,
  work: (span: Span) => T,
  tracer: Tracer,
  propagator: TextMapPropagator,
): T {
  const parent = parentOf(invocation, propagator)
  const { functionName, invocationId, awsRequestId } = invocation
  const id = invocationId ?? awsRequestId
  const attributes = id === undefined ? {} : { 'faas.invocation_id': id }
  const span = tracer.startSpan(functionName ?? 'invocation', { kind: SpanKind.SERVER, attributes }, parent)
  return context.with(trace.setSpan(parent, span), () => {
    return endWith(span, work, (result) => setStatus(span, result))
  })
}

// --- helpers ---

function parentOf({ traceContext, headers }: Invocation, propagator: TextMapPropagator): Context {
  const traceparent = traceContext?.traceParent ?? traceContext?.traceparent
  const tracestate = traceContext?.traceState ?? traceContext?.tracestate
  const given = isIterable(headers) ? Object.fromEntries(headers) : headers
  const carrier = { ...given, ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) }
  return propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter)
}

function isIterable(headers: object | null | undefined): headers is Iterable<readonly [string, string]> {
  return headers !== null && headers !== undefined && Symbol.iterator in headers
}

/** Azure Functions reads `status` of a result, AWS Lambda `statusCode`. */
function setStatus(span: Span, result: unknown): void {
  const { status, statusCode = status } = Object(result)
  if (Number.isInteger(statusCode) && statusCode >= 100 && statusCode < 600) {
    span.setAttribute('http.response.status_code', statusCode)
  }
}
