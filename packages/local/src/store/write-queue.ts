import { StoreBusy } from './store'

/** Items that are written together or not at all. */
interface Addition<T> {
  readonly items: readonly T[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * Runs one write at a time. Items added during a write and shortly after it are combined into the next one, because a write
 * has a high fixed cost. If a combined write fails, each addition is written separately, so that a bad addition never affects
 * the others.
 */
export class WriteQueue<T> {
  readonly #write: (items: readonly T[]) => Promise<void>
  readonly #afterWrite: (items: number) => Promise<void>
  #waiting: Addition<T>[] = []
  #waitingItems = 0
  #works: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined
  #endPause: (() => void) | undefined

  /** @param afterWrite runs after the additions of a write have settled, before the next write. Must not reject. */
  constructor(write: (items: readonly T[]) => Promise<void>, afterWrite: (items: number) => Promise<void>) {
    this.#write = write
    this.#afterWrite = afterWrite
  }

  /** Resolves when the items are written. Rejects if the write fails, and with StoreBusy if too many items wait. */
  add(items: readonly T[]): Promise<void> {
    if (this.#waitingItems > MAX_WAITING_ITEMS) return Promise.reject(new StoreBusy())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#waitingItems += items.length
      this.#running ??= this.#run()
    })
  }

  /** Runs other work, such as a read, while nothing is being written. Settles as the work does. */
  run(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#works.push(() => work().then(resolve, reject))
      this.#endPause?.()
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything added so far has been written or has failed. */
  async idle(): Promise<void> {
    this.#endPause?.()
    await this.#running
  }

  async #run(): Promise<void> {
    // Waits a microtask, so that additions made in the same turn go into one write.
    await Promise.resolve()
    while (this.#waiting.length > 0 || this.#works.length > 0) {
      for (const work of this.#works.splice(0)) await work()
      if (this.#waiting.length > 0) {
        const written = await this.#writeTogether(this.#nextAdditions())
        await this.#afterWrite(written)
        if (this.#works.length === 0) await this.#pause()
      }
    }
    this.#running = undefined
  }

  #nextAdditions(): readonly Addition<T>[] {
    let count = 0
    for (let items = 0; count < this.#waiting.length; count++) {
      items += this.#waiting[count]?.items.length ?? 0
      if (count > 0 && items > MAX_ITEMS_PER_WRITE) break
    }
    const next = this.#waiting.splice(0, count)
    for (const { items } of next) this.#waitingItems -= items.length
    return next
  }

  /** Returns the number of items that were written. */
  async #writeTogether(additions: readonly Addition<T>[]): Promise<number> {
    const items = additions.flatMap((addition) => addition.items)
    try {
      await this.#write(items)
      for (const { resolve } of additions) resolve()
      return items.length
    } catch (error) {
      const [only, ...others] = additions
      if (only === undefined || others.length === 0) {
        only?.reject(error)
        return 0
      }
      let written = 0
      for (const addition of additions) written += await this.#writeTogether([addition])
      return written
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS)
      this.#endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** Long enough to combine what a few connections send, and too short to notice. */
const PAUSE_MS = 20

/** A write blocks the event loop for about 10 ms per 1,000 items. */
const MAX_ITEMS_PER_WRITE = 4_000

const MAX_WAITING_ITEMS = 50_000
