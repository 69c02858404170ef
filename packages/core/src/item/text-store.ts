/** Where the texts of many items are together. A text is found by the byte it begins with, and has so many of them. */
export interface Lines {
  read(from: number, bytes: number): string
  /** Returns how many bytes it has written into `target`, from byte `at` on. */
  copyTo(target: Buffer, at: number, from: number, bytes: number): number
  /** One of the texts will not be read from here any more. */
  leave(): void
}

/** Of what has come to its end, and is not read any more. */
export const NOWHERE: Lines = { read: () => '', copyTo: () => 0, leave: () => {} }

/** Lines as they are. */
export class PlainLines implements Lines {
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

  leave(): void {}
}
