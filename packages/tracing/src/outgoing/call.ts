import { resultOr } from '@azmon/core/adapter'
import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { timeoutOf } from './cancellation'

/** A call whose response is not complete. Only the first method that ends it has an effect. */
export class OutgoingCall {
  readonly span: Span
  readonly url: string
  /** Whether the rest of the response waits until the application reads the part that has arrived. */
  isHeldUp = false
  readonly #onEnd: () => void
  #hasStatus = false
  #hasTimedOut = false
  #cancellation: { readonly reason: unknown } | undefined
  #isOver = false

  constructor(span: Span, url: string, onEnd: () => void) {
    this.span = span
    this.url = url
    this.#onEnd = onEnd
  }

  get hasStatus(): boolean {
    return this.#hasStatus
  }

  /** Records the status of the response. */
  respond(status: number): void {
    this.#hasStatus = true
    this.span.setAttribute('http.response.status_code', status)
  }

  /** Records that the client reported a timeout. If the application cancels the call after that, the call has failed. */
  timeOut(): void {
    this.#hasTimedOut = true
  }

  /** Records that the application cancels the call, which ends when the client reports it. */
  willCancel(reason: unknown): void {
    this.#cancellation ??= { reason }
  }

  /** Ends the call with a complete response. */
  complete(): void {
    if (this.#finish()) this.span.end()
  }

  /** Ends the call without a complete response, because of an error that the client reports. */
  fail(error: unknown): void {
    if (this.#cancellation === undefined) this.#endWithError(error)
    else this.cancel(error)
  }

  /**
   * Ends the call because the application cancelled it, which is not an error unless it timed out. The status decides whether
   * it is a success; without a status, it failed.
   */
  cancel(error?: unknown): void {
    const timeout = timeoutOf(this.#cancellation?.reason) ?? timeoutOf(error)
    if (timeout !== undefined) this.#endWithError(timeout)
    else if (this.#hasTimedOut) this.#endWithError(timeoutError(this.#cancellation?.reason))
    else this.#endEarly('cancelled')
  }

  /** Ends the call because its connection was closed before the response was complete. */
  breakOff(): void {
    if (!this.#isOver) this.fail(errorOf('ECONNRESET', 'The response ended early.')) // an error is expensive to make
  }

  /** Ends the call with what is known so far, because tracking stops. */
  interrupt(): void {
    this.#endEarly('interrupted')
  }

  #endEarly(reason: 'cancelled' | 'interrupted'): void {
    if (!this.#finish()) return
    this.span.setAttribute(reason, true)
    if (!this.#hasStatus) this.span.setStatus({ code: SpanStatusCode.ERROR })
    this.span.end()
  }

  #endWithError(error: unknown): void {
    if (!this.#finish()) return
    this.span.recordException(error as Error) // any value becomes an exception
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
    this.span.end()
  }

  /** Returns false if the call has already ended. */
  #finish(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    this.#onEnd()
    return true
  }
}

// --- helpers, in order of use ---

function timeoutError(cause: unknown): Error {
  return errorOf('ETIMEDOUT', 'The call was cancelled after a timeout.', cause === undefined ? {} : { cause })
}

/** The error has no stack, because it is made after the call. */
function errorOf(code: string, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { code, stack: '' })
}

function messageOf(error: unknown): string {
  return resultOr(() => String(Object(error).message ?? error), '')
}
