/**
 * How failures are handled. `retries`: pause, then try again. `one-try`: no pauses, and no more requests after the first
 * failure (`given-up`). `stopped`: no more requests, for good.
 */
export class Patience {
  #state: 'retries' | 'one-try' | 'given-up' | 'stopped' = 'retries'

  /** A request may start. */
  get allowsRequests(): boolean {
    return this.#state === 'retries' || this.#state === 'one-try'
  }

  get allowsPauses(): boolean {
    return this.#state === 'retries'
  }

  /** From now on every batch gets one try, without pauses. */
  allowOneTry(): void {
    this.#become('one-try')
  }

  allowRetries(): void {
    this.#become('retries')
  }

  /** A request failed. */
  failed(): void {
    if (this.#state === 'one-try') this.#state = 'given-up'
  }

  stop(): void {
    this.#become('stopped')
  }

  #become(state: 'retries' | 'one-try' | 'stopped'): void {
    if (this.#state !== 'stopped') this.#state = state
  }
}
