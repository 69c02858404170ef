import { callSafely } from './call-safely'

/** Functions of other code to call at an event. The same function may be added several times. */
export class Callbacks<Args extends readonly unknown[]> {
  readonly #registrations = new Set<{ readonly callback: (...args: Args) => void }>()

  /** Returns a function that removes the callback. */
  add(callback: (...args: Args) => void): () => void {
    const registration = { callback }
    this.#registrations.add(registration)
    return () => this.#registrations.delete(registration)
  }

  /** Calls all callbacks. Ignores what they throw. */
  run(...args: Args): void {
    for (const { callback } of this.#registrations) callSafely(() => callback(...args))
  }
}
