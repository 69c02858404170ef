/**
 * Says what the sender does after a failure. `retries`: pause, then retry. `one-try`: no pauses, and no requests after the first
 * failure (`given-up`). `stopped`: no more requests at all.
 */
export class RetryMode {
  #state: 'retries' | 'one-try' | 'given-up' | 'stopped' = 'retries'

  /** True if a request may start. */
  get allowsRequests(): boolean {
    return this.#state === 'retries' || this.#state === 'one-try'
  }

  get allowsPauses(): boolean {
    return this.#state === 'retries'
  }

  /** Switches to one try per batch, without pauses. */
  allowOneTry(): void {
    this.#become('one-try')
  }

  allowRetries(): void {
    this.#become('retries')
  }

  /** Records that a request failed. */
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
