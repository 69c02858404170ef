/** What somebody waits for, looked at each time something has happened. */
export class Conditions {
  readonly #waiting = new Set<() => void>()

  /** Something has happened. */
  check(): void {
    for (const check of this.#waiting) check()
  }

  /** Resolves when it is reached, which may be at once. */
  until(isReached: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isReached()) return
        this.#waiting.delete(check)
        resolve()
      }
      this.#waiting.add(check)
      check()
    })
  }
}
