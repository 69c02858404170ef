/** Items that belong together: they are written together, or not at all. */
interface Addition<T> {
  readonly items: readonly T[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * Lets one write run at a time. What arrives meanwhile is written together in the next one, so that many small
 * additions cost as little as one large one; should that write fail, each is written by itself, so that a bad one never
 * costs its neighbours.
 */
export class WriteQueue<T> {
  readonly #write: (items: readonly T[]) => Promise<void>
  #waiting: Addition<T>[] = []
  #running: Promise<void> | undefined

  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write
  }

  /** Resolves when the items are written; rejects when they could not be. */
  add(items: readonly T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything added so far is written or has failed. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // What is added in the same turn goes into the same write.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#writeTogether(this.#waiting.splice(0))
    this.#running = undefined
  }

  async #writeTogether(additions: readonly Addition<T>[]): Promise<void> {
    try {
      await this.#write(additions.flatMap(({ items }) => items))
      for (const { resolve } of additions) resolve()
    } catch (error) {
      const [only, ...others] = additions
      if (only === undefined || others.length === 0) return only?.reject(error)
      for (const addition of additions) await this.#writeTogether([addition])
    }
  }
}
