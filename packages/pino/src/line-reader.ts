import { StringDecoder } from 'node:string_decoder'

/** What has no end by then is no record; it is cut, so that input without line breaks cannot fill the memory. */
const MAX_CHARACTERS = 8_388_608

/** So much is text at a time. */
const PIECE_BYTES = 65_536

/**
 * Chunks of text -> lines, which may begin in one chunk and end in another, also in the middle of a character. Each chunk
 * is to be read to its end before the next one.
 */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8')
  #room = Buffer.alloc(0)
  #begun = ''

  /** The lines that end in this chunk. */
  read(chunk: Buffer | string): Generator<string, void> {
    if (typeof chunk !== 'string') return this.#readBytes(chunk)
    const begun = this.#decoder.end()
    return chunk.length <= PIECE_BYTES ? this.#readText(begun + chunk) : this.#readBytes(this.#bytesOf(begun + chunk))
  }

  /** What has begun is a line now. */
  *end(): Generator<string, void> {
    yield* this.#line(this.#decoder.end())
  }

  /**
   * pino's worker hands over megabytes of text. As long as one line of it is in use, all of it is; so it goes to where no
   * garbage collector has to find out when it is done with.
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
    const line = (this.#begun + end).trimEnd() // a stack is easier to read with its indentation
    this.#begun = ''
    if (line !== '') yield line
  }
}
