/** Where the texts of many items are together. A text is found by the byte it begins with, and has so many of them. */
export interface Lines {
  read(from: number, bytes: number): string
  copyTo(target: Buffer, at: number, from: number, bytes: number): void
  /** One of the texts will not be read from here any more. */
  leave(): void
}

/** Of what has come to its end, and is not read any more. */
export const NOWHERE: Lines = { read: () => '', copyTo: () => {}, leave: () => {} }
