/** Lets tests wait for conditions, which are checked after each event. */
export class Conditions {
  readonly #waiting = new Set<() => void>()

  /** Checks all conditions. Call it after each event. */
  check(): void {
    for (const check of this.#waiting) check()
  }

  /** Resolves as soon as the condition is true. */
  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isTrue()) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }
}
