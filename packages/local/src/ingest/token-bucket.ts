/** Limits a rate but allows bursts: a bucket that fills at the given rate up to its capacity. */
export class TokenBucket {
  readonly #capacity: number
  readonly #perSecond: number
  readonly #nowMs: () => number
  #tokens: number
  #filledAtMs: number

  constructor(capacity: number, perSecond: number, nowMs: () => number) {
    this.#capacity = capacity
    this.#perSecond = perSecond
    this.#nowMs = nowMs
    this.#tokens = capacity
    this.#filledAtMs = nowMs()
  }

  /** Takes this many tokens, or returns false and takes none. */
  take(tokens: number): boolean {
    const nowMs = this.#nowMs()
    const refill = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond
    this.#tokens = Math.min(this.#capacity, this.#tokens + refill)
    this.#filledAtMs = nowMs
    if (tokens > this.#tokens) return false
    this.#tokens -= tokens
    return true
  }
}
