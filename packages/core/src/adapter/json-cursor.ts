/** Reads the tokens of a line of JSON. Searching for the next quote and backslash is faster than checking each character. */
export class JsonCursor {
  line = ''
  at = 0
  /** Whether the string that was read last has an escape. */
  hasEscape = false
  /** Whether `JSON.stringify` would write the string or scalar that was read last in exactly the same way. */
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

  /** Skips the next character if it is `code`, and returns true. Returns false otherwise. */
  pass(code: number): boolean {
    if (this.line.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  /** Skips a string. Returns false if the next value is not a complete string, or has more than `MAX_ESCAPES` escapes. */
  string(): boolean {
    const { line } = this
    if (line.charCodeAt(this.at) !== QUOTE) return false
    this.hasEscape = false
    this.isCanonical = true
    let from = this.at + 1
    let quote = -1
    let escapes = 0
    for (;;) {
      if (quote < from) quote = line.indexOf('"', from)
      if (quote === -1) return false
      if (this.#backslash < from) this.#backslash = indexOf(line, '\\', from)
      if (this.#backslash > quote) {
        this.at = quote + 1
        return true
      }
      if (++escapes > MAX_ESCAPES) return false
      this.hasEscape = true
      if (!isEscape(line, this.#backslash)) this.isCanonical = false
      from = this.#backslash + 2
    }
  }

  /** Skips a number, `true`, `false` or `null`, and returns it. */
  scalar(): string {
    const { line, at } = this
    let end = at
    while (end < line.length && !isEndOfScalar(line.charCodeAt(end))) end++
    this.at = end
    const scalar = line.slice(at, end)
    this.isCanonical = NUMBER.test(scalar) || scalar === 'true' || scalar === 'false' || scalar === 'null'
    return scalar
  }

  /** Skips an array of numbers that are written as `JSON.stringify` does. Returns false if the next value is not one. */
  numbers(): boolean {
    NUMBERS.lastIndex = this.at
    if (!NUMBERS.test(this.line)) return false
    this.at = NUMBERS.lastIndex
    return true
  }

  /** Skips any value. Returns false if the value is incomplete. */
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

  /** Whether these characters may include a secret. A secret always follows a colon, an equals sign or two slashes. */
  mayHoldSecret(from: number, to: number): boolean {
    const { line } = this
    if (this.#colon < from) this.#colon = indexOf(line, ':', from)
    if (this.#equals < from) this.#equals = indexOf(line, '=', from)
    return this.#colon < to || this.#equals < to || line.startsWith('//', from)
  }
}

/**
 * Returns the named fields at the beginning of a line of JSON, up to the first object or array. If a name occurs twice, the
 * first field counts: a logger writes its own fields before those of the log call.
 */
export function leadingFields(line: string, names: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const cursor = new JsonCursor()
  const fields: Record<string, unknown> = {}
  let missing = names.size
  cursor.begin(line)
  if (!cursor.pass(OPENING_BRACE)) return fields
  do {
    const start = cursor.at
    if (!cursor.string() || cursor.hasEscape) break
    const name = line.slice(start + 1, cursor.at - 1)
    if (!cursor.pass(COLON) || cursor.code === OPENING_BRACE || cursor.code === OPENING_BRACKET) break
    const valueStart = cursor.at
    if (!cursor.skip()) break
    if (!names.has(name) || Object.hasOwn(fields, name)) continue
    fields[name] = JSON.parse(line.slice(valueStart, cursor.at))
    missing--
  } while (missing > 0 && cursor.pass(COMMA))
  return fields
}

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPENING_BRACKET = 0x5b
export const CLOSING_BRACKET = 0x5d
export const OPENING_BRACE = 0x7b
export const CLOSING_BRACE = 0x7d

// --- helpers, in order of use ---

/** `JSON.parse` reads a string with more escapes in less time. */
const MAX_ESCAPES = 10_000

/** Returns the end of the line if the character does not occur. */
function indexOf(line: string, character: string, from: number): number {
  const index = line.indexOf(character, from)
  return index === -1 ? line.length : index
}

const CONTROL_ESCAPE = /\\u00(?:0[0-7be-f]|1[\da-f])/y

/** Whether `JSON.stringify` would write this escape. */
function isEscape(line: string, at: number): boolean {
  if ('"\\nrtbf'.includes(line[at + 1] ?? '-')) return true
  CONTROL_ESCAPE.lastIndex = at
  return CONTROL_ESCAPE.test(line)
}

function isEndOfScalar(code: number): boolean {
  return code === COMMA || code === CLOSING_BRACE || code === CLOSING_BRACKET || code === QUOTE || code === COLON
}

/** Matches numbers with so few digits that parsing and writing them yields the same digits, without an exponent. */
const CANONICAL = /0|-?(?:(?:0|[1-9]\d{0,7})\.\d{0,5}[1-9]|[1-9]\d{0,14})/.source
const NUMBER = new RegExp(`^(?:${CANONICAL})$`)
const NUMBERS = new RegExp(`\\[(?:(?:${CANONICAL}),)*(?:${CANONICAL})\\]`, 'y')
