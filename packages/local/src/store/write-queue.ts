/** Items that are written together or not at all. */
interface Addition<T> {
  readonly items: readonly T[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * Runs one write at a time. Items added during a write are combined into the next one, so that many small additions cost as
 * little as one large addition. If a combined write fails, each addition is written separately, so that a bad addition never
 * affects the others.
 */
export class WriteQueue<T> {
  readonly #write: (items: readonly T[]) => Promise<void>
  #waiting: Addition<T>[] = []
  #works: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined

  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write
  }

  /** Resolves when the items are written, and rejects if the write fails. */
  add(items: readonly T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Runs other work, such as a read, while nothing is being written. Settles as the work does. */
  run(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#works.push(() => work().then(resolve, reject))
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything added so far has been written or has failed. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    // Waits a microtask, so that additions made in the same turn go into one write.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#works.length > 0) {
      for (const work of this.#works.splice(0)) await work()
      if (this.#waiting.length > 0) await this.#writeTogether(this.#waiting.splice(0))
    }
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
