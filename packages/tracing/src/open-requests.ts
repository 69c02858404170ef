/** A request that has no response yet. */
export interface OpenRequest {
  /** Ends the request's span as failed. `status` is the status that has been sent, else 0. */
  interrupt(status: number): void
}

/** Holds the open requests, each with a function that returns the status that has been sent, else 0. */
export class OpenRequests {
  readonly #statusOf = new Map<OpenRequest, () => number>()

  add(request: OpenRequest, status: () => number): void {
    this.#statusOf.set(request, status)
  }

  delete(request: OpenRequest): void {
    this.#statusOf.delete(request)
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
