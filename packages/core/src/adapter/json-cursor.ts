/** Reads the tokens of a line of JSON. Strings are searched for what is rare in them, which costs little of a look at each character. */
export class JsonCursor {
  line = ''
  at = 0
  /** Whether the last string has an escape. */
  hasEscape = false
  /** Whether the last string or scalar is as `JSON.stringify` writes it. */
  isCanonical = true
  #backslash = 0
  #colon = 0
  #equals = 0

  begin(line: string): void {
    this.line = line
    this.at = 0
    this.#backslash = -1
    this.#colon = -1
    this.#equals = -1
  }

  get code(): number {
    return this.line.charCodeAt(this.at)
  }

  /** Goes behind a character; false if another one stands here. */
  pass(code: number): boolean {
    if (this.line.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  /** Goes behind a string; false if there is none. */
  string(): boolean {
    const { line } = this
    if (line.charCodeAt(this.at) !== QUOTE) return false
    this.hasEscape = false
    this.isCanonical = true
    let from = this.at + 1
    let quote = -1
    for (;;) {
      if (quote < from) quote = line.indexOf('"', from)
      if (quote === -1) return false
      if (this.#backslash < from) this.#backslash = indexOf(line, '\\', from)
      if (this.#backslash > quote) {
        this.at = quote + 1
        return true
      }
      this.hasEscape = true
      if (!isEscape(line, this.#backslash)) this.isCanonical = false
      from = this.#backslash + 2
    }
  }

  /** Goes behind a number, `true`, `false` or `null`, and returns it. */
  scalar(): string {
    const { line, at } = this
    let end = at
    while (end < line.length && !isEndOfScalar(line.charCodeAt(end))) end++
    this.at = end
    const scalar = line.slice(at, end)
    this.isCanonical = NUMBER.test(scalar) || scalar === 'true' || scalar === 'false' || scalar === 'null'
    return scalar
  }

  /** Goes behind a list of nothing but numbers as `JSON.stringify` writes them; false if there is none. */
  numbers(): boolean {
    NUMBERS.lastIndex = this.at
    if (!NUMBERS.test(this.line)) return false
    this.at = NUMBERS.lastIndex
    return true
  }

  /** Goes behind any value; false if it has no end. */
  skip(): boolean {
    let depth = 0
    do {
      switch (this.code) {
        case QUOTE:
          if (!this.string()) return false
          break
        case OPENING_BRACE:
        case OPENING_BRACKET:
          depth++
          this.at++
          break
        case CLOSING_BRACE:
        case CLOSING_BRACKET:
          depth--
          this.at++
          break
        case COMMA:
        case COLON:
          if (depth === 0) return false
          this.at++
          break
        default:
          if (this.scalar() === '') return false
      }
    } while (depth > 0)
    return depth === 0
  }

  /** Whether the characters may have a secret among them: each has a colon, an equals sign, or two slashes before it. */
  mayHoldSecret(from: number, to: number): boolean {
    const { line } = this
    if (this.#colon < from) this.#colon = indexOf(line, ':', from)
    if (this.#equals < from) this.#equals = indexOf(line, '=', from)
    return this.#colon < to || this.#equals < to || line.startsWith('//', from)
  }
}

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPENING_BRACKET = 0x5b
export const CLOSING_BRACKET = 0x5d
export const OPENING_BRACE = 0x7b
export const CLOSING_BRACE = 0x7d

// --- helpers, in order of use ---

/** The end of the line if there is none. */
function indexOf(line: string, character: string, from: number): number {
  const index = line.indexOf(character, from)
  return index === -1 ? line.length : index
}

const CONTROL_ESCAPE = /\\u00(?:0[0-7be-f]|1[\da-f])/y

/** Whether `JSON.stringify` writes such an escape. */
function isEscape(line: string, at: number): boolean {
  if ('"\\nrtbf'.includes(line[at + 1] ?? '-')) return true
  CONTROL_ESCAPE.lastIndex = at
  return CONTROL_ESCAPE.test(line)
}

function isEndOfScalar(code: number): boolean {
  return code === COMMA || code === CLOSING_BRACE || code === CLOSING_BRACKET || code === QUOTE || code === COLON
}

/** Few enough digits that a number, read and written again, has the same ones, and no exponent. */
const CANONICAL = /0|-?(?:(?:0|[1-9]\d{0,7})\.\d{0,5}[1-9]|[1-9]\d{0,14})/.source
const NUMBER = new RegExp(`^(?:${CANONICAL})$`)
const NUMBERS = new RegExp(`\\[(?:(?:${CANONICAL}),)*(?:${CANONICAL})\\]`, 'y')
