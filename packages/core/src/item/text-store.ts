/** Holds the JSON lines of many items. An item finds its line by the index of its first byte and its length in bytes. */
export interface TextStore {
  read(from: number, bytes: number): string
  /** Copies a line to byte `at` of `target`. Returns the number of bytes written. */
  copyTo(target: Buffer, at: number, from: number, bytes: number): number
  /** Releases one of the lines, which must not be read from this store again. */
  release(): void
}

/** The store of released items, whose lines are no longer read. */
export const EMPTY_STORE: TextStore = { read: () => '', copyTo: () => 0, release: () => {} }

export class BufferStore implements TextStore {
  readonly #lines: Buffer

  constructor(lines: Buffer) {
    this.#lines = lines
  }

  read(from: number, bytes: number): string {
    return this.#lines.toString('utf8', from, from + bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): number {
    return this.#lines.copy(target, at, from, from + bytes)
  }

  release(): void {}
}
