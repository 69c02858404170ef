/** A request that has no response yet. */
export interface OpenRequest {
  /** Ends its span as failed. `status` is what has been sent of the response, else 0. */
  interrupt(status: number): void
}

/** The requests under way, each with a function that returns the status that has been sent, else 0. */
export class OpenRequests {
  readonly #statusOf = new Map<OpenRequest, () => number>()

  add(request: OpenRequest, status: () => number): void {
    this.#statusOf.set(request, status)
  }

  delete(request: OpenRequest): void {
    this.#statusOf.delete(request)
  }

  /** The process ends: each of them becomes a row with what is known. */
  interrupt(): void {
    for (const [request, status] of this.#statusOf) request.interrupt(status())
  }
}

/** Those of a tracer of ours; undefined for another one, which ends its spans itself. */
export function openRequestsOf(tracer: object): OpenRequests | undefined {
  return 'openRequests' in tracer && tracer.openRequests instanceof OpenRequests ? tracer.openRequests : undefined
}
