/**
 * Lets one write run at a time. What arrives meanwhile is written together in the next one, so that many small
 * appends cost as little as one large append.
 */
export class WriteQueue<T> {
  readonly #write: (items: readonly T[]) => Promise<void>
  #waiting: T[] = []
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write
  }

  /** Resolves when the items are written; rejects when the write that carried them failed. */
  add(items: readonly T[]): Promise<void> {
    for (const item of items) this.#waiting.push(item)
    this.#next ??= this.idle().then(() => this.#writeWaiting())
    return this.#next
  }

  /** Resolves when everything added so far is written or has failed. */
  async idle(): Promise<void> {
    await (this.#next ?? this.#running).catch(() => undefined)
  }

  #writeWaiting(): Promise<void> {
    const items = this.#waiting
    this.#waiting = []
    this.#next = undefined
    this.#running = this.#write(items)
    return this.#running
  }
}
