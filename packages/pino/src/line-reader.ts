import { StringDecoder } from 'node:string_decoder'

/** What has no end by then is no record; it is cut, so that input without line breaks cannot fill the memory. */
const MAX_CHARACTERS = 8_388_608

/** Chunks of text -> lines, which may begin in one chunk and end in another, also in the middle of a character. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8')
  #begun = '';

  /** The lines that end in this chunk. */
  *read(chunk: Buffer | string): Generator<string, void> {
    const text = typeof chunk === 'string' ? this.#decoder.end() + chunk : this.#decoder.write(chunk)
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield* this.#line(text.slice(start, end))
      start = end + 1
    }
    this.#begun += text.slice(start)
    if (this.#begun.length > MAX_CHARACTERS) yield* this.#line('')
  }

  /** What has begun is a line now. */
  *end(): Generator<string, void> {
    yield* this.#line(this.#decoder.end())
  }

  *#line(end: string): Generator<string, void> {
    const line = (this.#begun + end).trim()
    this.#begun = ''
    if (line !== '') yield line
  }
}
