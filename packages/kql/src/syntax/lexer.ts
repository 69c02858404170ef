import { KqlError } from '../errors'
import { timespanTicks, timespanUnit } from '../values/timespan'
import type { Token } from './token'

/**
 * Reads one token at a time, when the parser needs it. A lexer can start at any offset, so the parser can look ahead and read a
 * part of the text, such as a date, in another way.
 */
export class Lexer {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Returns the first token at or after an offset. */
  tokenAt(offset: number): Token {
    SKIPPED.lastIndex = offset
    SKIPPED.test(this.text)
    const start = SKIPPED.lastIndex
    if (start >= this.text.length) return { kind: 'end', text: '', start, end: start }
    const character = this.text[start]!
    if (isQuote(character)) return this.#string(start, start)
    if (FENCES.includes(this.text.slice(start, start + 3))) return this.#fenced(start)
    if (character === '@' && isQuote(this.text[start + 1])) return this.#verbatim(start, start)
    if (character === 'h' || character === 'H') {
      if (isQuote(this.text[start + 1])) return this.#string(start, start + 1)
      if (this.text[start + 1] === '@' && isQuote(this.text[start + 2])) return this.#verbatim(start, start + 1)
    }
    if (/[0-9]/.test(character)) return this.#number(start)
    return this.#match(NAME, start, 'name') ?? this.#match(PUNCTUATION, start, 'punctuation') ?? this.#unexpected(start)
  }

  /**
   * Returns the trimmed text from the offset to the closing bracket that matches the bracket before the offset. Excludes both
   * brackets.
   */
  rawUntilClosed(offset: number): Token {
    let end = offset
    while (end < this.text.length && this.text[end] !== ')') end++
    if (end === this.text.length)
      throw new KqlError('SYNTAX', { start: offset, end }, 'A literal is not closed. Add ).')
    return { kind: 'string', text: this.text.slice(offset, end).trim(), start: offset, end }
  }

  // --- helpers, in order of use ---

  #string(start: number, quoteAt: number): Token {
    const quote = this.text[quoteAt]!
    let value = ''
    for (let at = quoteAt + 1; at < this.text.length; ) {
      const character = this.text[at]!
      if (character === quote) return { kind: 'string', text: value, start, end: at + 1 }
      if (character === '\n') break
      if (character !== '\\') {
        value += character
        at++
        continue
      }
      ESCAPE.lastIndex = at
      const [whole, unicode, hex, octal, letter] = ESCAPE.exec(this.text) ?? []
      if (whole === undefined) {
        throw new KqlError(
          'SYNTAX',
          { start: at, end: at + 2 },
          'Unknown escape in a string. Write \\\\ for a backslash.',
        )
      }
      const code = unicode ?? hex
      value +=
        code !== undefined
          ? String.fromCharCode(Number.parseInt(code, 16))
          : octal !== undefined
            ? String.fromCharCode(Number.parseInt(octal, 8))
            : ESCAPES[letter!]!
      at += whole.length
    }
    throw new KqlError('SYNTAX', { start, end: start + 1 }, `A string is not closed. Add ${quote} at its end.`)
  }

  #fenced(start: number): Token {
    const fence = this.text.slice(start, start + 3)
    const end = this.text.indexOf(fence, start + 3)
    if (end < 0)
      throw new KqlError('SYNTAX', { start, end: start + 3 }, `A string is not closed. Add ${fence} at its end.`)
    return { kind: 'string', text: this.text.slice(start + 3, end), start, end: end + 3 }
  }

  #verbatim(start: number, at: number): Token {
    const quote = this.text[at + 1]!
    let end = at + 2
    for (; ; end += 2) {
      end = this.text.indexOf(quote, end)
      if (end < 0)
        throw new KqlError('SYNTAX', { start, end: at + 2 }, `A string is not closed. Add ${quote} at its end.`)
      if (this.text[end + 1] !== quote) break
    }
    const text = this.text.slice(at + 2, end).replaceAll(quote + quote, quote)
    return { kind: 'string', text, start, end: end + 1 }
  }

  #number(start: number): Token {
    NUMBER.lastIndex = start
    const [text = '', hex, digits = '', real, exponent, suffix] = NUMBER.exec(this.text)!
    const span = { start, end: start + text.length }
    if (hex !== undefined) return { kind: 'long', text, integer: BigInt(hex), ...span }
    if (suffix !== undefined && suffix !== '') {
      const unit = timespanUnit(suffix)
      const ticks =
        unit === undefined || exponent !== undefined ? undefined : timespanTicks(`${digits}${real ?? ''}`, unit)
      if (ticks !== undefined) return { kind: 'timespan', text, integer: ticks, ...span }
      const cure = 'Write a number without suffix, or a timespan such as 1d, 2h, 30m, 10s, 100ms.'
      throw new KqlError('SYNTAX', span, `${text} is not a number or a timespan. ${cure}`)
    }
    if (real !== undefined || exponent !== undefined) return { kind: 'real', text, ...span }
    return { kind: 'long', text, integer: BigInt(digits), ...span }
  }

  #match(expression: RegExp, start: number, kind: 'name' | 'punctuation'): Token | undefined {
    expression.lastIndex = start
    const [text] = expression.exec(this.text) ?? []
    return text === undefined ? undefined : { kind, text, start, end: start + text.length }
  }

  #unexpected(start: number): never {
    const character = String.fromCodePoint(this.text.codePointAt(start)!)
    throw new KqlError(
      'SYNTAX',
      { start, end: start + character.length },
      `Unexpected character ${character}.${character === '&' ? ' Write and.' : character === '!' ? ' Write not(…).' : ''}`,
    )
  }
}

// --- helpers, in order of use ---

const FENCES = ['```', '~~~']
const SKIPPED = /\s*(?:\/\/[^\n]*\s*)*/gy
const NAME = /in~|[A-Za-z_$][\w$]*/y
const PUNCTUATION = /!=|!~|==|=~|=>|<=|>=|<>|<\||\.\.|![a-z_]+~?|[()[\]{},;|.:=<>+\-*/%?@#]/y
const NUMBER = /(0[xX][0-9a-fA-F]+)|(\d+)(\.(?!\.)\d*)?([eE][+-]?\d+)?([A-Za-z_]\w*)?/y
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|([\\'"abfnrtv0?/]))/y
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
  '/': '/',
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'"
}
