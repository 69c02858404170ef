/** When a fault applies. */
interface FaultSpan {
  /** The time after which the fault ends, in milliseconds. @default until it is replaced */
  readonly forMs?: number
  /** Applies to this many requests, then ends. @default all */
  readonly times?: number
  /** Applies to each nth request only. For `partial`, to each nth item. @default 1 */
  readonly every?: number
}

/** The endpoint answers a request with an error and stores nothing. */
export interface StatusFault extends FaultSpan {
  readonly kind: 'status'
  /** From 400 to 599. */
  readonly statusCode: number
  /** The value of the header Retry-After, in seconds. @default 1 for 429, 439 and 503, as the service; none for others */
  readonly retryAfterS?: number
}

/** The endpoint answers 206: it rejects some items and stores the others. */
export interface PartialFault extends FaultSpan {
  readonly kind: 'partial'
  /** The status of the rejected items, from 400 to 599. @default 503 */
  readonly statusCode?: number
}

/** The endpoint closes the connection without a response. */
export interface DropFault extends FaultSpan {
  readonly kind: 'drop'
  /** Whether it stores the items before, so that a client that sends them again duplicates them. @default false */
  readonly isStored?: boolean
}

/** The endpoint stores the items at once, and answers later. */
export interface SlowFault extends FaultSpan {
  readonly kind: 'slow'
  /** In milliseconds. */
  readonly delayMs: number
}

/** A way in which the endpoint misbehaves, so that the retries of a client can be tested. */
export type Fault = StatusFault | PartialFault | DropFault | SlowFault
