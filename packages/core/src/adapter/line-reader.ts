import { StringDecoder } from 'node:string_decoder'

/** A longer line is split, so that input without line breaks cannot fill the memory. */
const MAX_CHARACTERS = 8_388_608

/** The maximum number of bytes that are decoded at once. */
const PIECE_BYTES = 65_536

/**
 * Splits chunks into lines. A line, or even a character, may begin in one chunk and end in the next. Read all lines of a chunk
 * before the next chunk.
 */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8')
  #room = Buffer.alloc(0)
  #begun = ''

  /** Returns the lines that end in this chunk. */
  read(chunk: Buffer | string): Generator<string, void> {
    if (typeof chunk !== 'string') return this.#readBytes(chunk)
    const begun = this.#decoder.end()
    return chunk.length <= PIECE_BYTES ? this.#readText(begun + chunk) : this.#readBytes(this.#bytesOf(begun + chunk))
  }

  /** Returns the last line, if it has no line break. */
  *end(): Generator<string, void> {
    yield* this.#line(this.#decoder.end())
  }

  /**
   * Copies a large string to a buffer outside of V8's heap, which is reused. pino's worker passes megabytes in one string, and
   * a line that is a slice of that string would keep all of it in memory.
   */
  #bytesOf(text: string): Buffer {
    const bytes = Buffer.byteLength(text)
    if (bytes > this.#room.length) this.#room = Buffer.allocUnsafeSlow(bytes)
    return this.#room.subarray(0, this.#room.write(text))
  }

  *#readBytes(chunk: Buffer): Generator<string, void> {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      yield* this.#readText(this.#decoder.write(chunk.subarray(start, start + PIECE_BYTES)))
    }
  }

  *#readText(text: string): Generator<string, void> {
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield* this.#line(text.slice(start, end))
      start = end + 1
    }
    this.#begun += text.slice(start)
    if (this.#begun.length > MAX_CHARACTERS) yield* this.#line('')
  }

  *#line(end: string): Generator<string, void> {
    const line = (this.#begun + end).trimEnd() // keeps indentation, so that a stack stays readable
    this.#begun = ''
    if (line !== '') yield line
  }
}

/** The fields that a logger has written in one line. */
export type LineRecord = Readonly<Record<string, unknown>>

/** Parses a line. Returns undefined for a line that is not a record, such as a warning from Node, a stack or other output. */
export function parseLine(line: string): LineRecord | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
