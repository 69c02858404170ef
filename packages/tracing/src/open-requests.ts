import type { Span } from '@opentelemetry/api'

/** A request that has no response yet. */
export interface OpenRequest {
  readonly span: Span
  /** Ends the request's span as failed. `status` is the status that has been sent, else 0. */
  interrupt(status: number): void
}

/** Holds the open requests, each with a function that returns the status that has been sent, else 0. */
export class OpenRequests {
  readonly #statusOf = new Map<OpenRequest, () => number>()
  /** The open requests, indexed by the ids of their own spans and of their callers' spans. */
  readonly #bySpanId = new Map<string, OpenRequest>()

  add(request: OpenRequest, status: () => number): void {
    this.#statusOf.set(request, status)
    for (const id of idsOf(request)) this.#bySpanId.set(id, request)
  }

  delete(request: OpenRequest): void {
    this.#statusOf.delete(request)
    for (const id of idsOf(request)) if (this.#bySpanId.get(id) === request) this.#bySpanId.delete(id)
  }

  /** Returns the span of the latest request that has, or whose caller has, this span id. */
  spanOf(spanId: string): Span | undefined {
    return this.#bySpanId.get(spanId)?.span
  }

  /** Ends the span of each open request with what is known so far, because the process is about to exit. */
  interrupt(): void {
    for (const [request, status] of this.#statusOf) request.interrupt(status())
  }
}

/** Returns undefined for a tracer from another package, which ends its spans itself. */
export function openRequestsOf(tracer: object): OpenRequests | undefined {
  return 'openRequests' in tracer && tracer.openRequests instanceof OpenRequests ? tracer.openRequests : undefined
}

// --- helpers ---

function idsOf({ span }: OpenRequest): readonly string[] {
  const parentSpanId: unknown = Reflect.get(span, 'parentSpanId')
  const { spanId } = span.spanContext()
  return typeof parentSpanId === 'string' ? [spanId, parentSpanId] : [spanId]
}
