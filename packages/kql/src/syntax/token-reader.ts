import { KqlError, type Span } from '../errors'
import { type KqlType, typeNamed } from '../types'
import { timespanUnit } from '../values/timespan'
import { Lexer } from './lexer'
import type { Token } from './token'
import { KEYWORDS, RESERVED } from './words'

const MAX_DEPTH = 100

const CURES: Readonly<Record<string, string>> = {
  is: 'Use isempty() or isnotempty(), or isnull() or isnotnull().',
  as: 'Write the new name first, as in a = b.',
  like: 'Use contains, startswith, endswith or matches regex.',
  ascending: 'Write asc.',
  descending: 'Write desc.',
}

/** Reads tokens, names and lists. */
export class TokenReader {
  readonly #lexer: Lexer
  #current: Token
  #end = 0
  #depth = 0

  constructor(text: string) {
    this.#lexer = new Lexer(text)
    this.#current = this.#lexer.tokenAt(0)
  }

  /** Reads one or more items with commas between them. */
  list<T>(item: () => T): readonly T[] {
    const items = [item()]
    while (this.accept(',')) items.push(item())
    return items
  }

  /** Reads items in parentheses. */
  inParentheses<T>(item: () => T): readonly T[] {
    this.expect('(')
    if (this.accept(')')) return []
    const items = this.list(item)
    this.expect(')')
    return items
  }

  /** Reads the name of a column: `a`, `['a b']` or `["a b"]`. */
  name(): string {
    if (this.accept('[')) {
      const token = this.next()
      if (token.kind !== 'string') throw this.error('Expected a string in brackets, such as ["name"].', 'SYNTAX', token)
      this.expect(']')
      return token.text
    }
    const token = this.peek()
    if (token.kind !== 'name') throw this.error(`Expected a name, got ${describe(token)}.`)
    this.next()
    return token.text
  }

  /** Reads the name of a new column. Some keywords need brackets. */
  newName(): string {
    const { kind, text } = this.#current
    if (kind === 'name' && RESERVED.has(text))
      throw this.error(`${text} is a reserved word. Write ["${text}"] for a column of that name.`, 'RESERVED')
    return this.name()
  }

  /** Reads the name of a type, such as `long`. */
  type(): KqlType {
    const token = this.#current
    const type = typeNamed(token.text)
    if (type === undefined)
      throw this.error(
        `Unknown type ${token.text}. Use string, int, long, real, decimal, bool, datetime, timespan, dynamic or guid.`,
      )
    this.next()
    return type
  }

  nameOrString(): string {
    return this.peek().kind === 'string' ? this.next().text : this.name()
  }

  /** Reads `name=value` while the name is one of these or begins with `hint.`. */
  parameters(names: readonly string[]): Readonly<Record<string, Token>> {
    const found: Record<string, Token> = {}
    for (;;) {
      const { kind, text, end } = this.peek()
      if (kind !== 'name') return found
      if (text === 'hint' && this.lookAt(end).text === '.') {
        while (!this.accept('=')) this.next()
        this.next()
        continue
      }
      if (!names.includes(text) || this.tokenAfter().text !== '=') return found
      this.next()
      this.expect('=')
      found[text] = this.next()
    }
  }

  peek(): Token {
    return this.#current
  }

  tokenAfter(): Token {
    return this.#lexer.tokenAt(this.#current.end)
  }

  next(): Token {
    const token = this.#current
    if (token.kind === 'end') throw this.error('The query ends too early.')
    this.#end = token.end
    this.#current = this.#lexer.tokenAt(token.end)
    return token
  }

  accept(punctuation: string): boolean {
    if (this.#current.kind !== 'punctuation' || this.#current.text !== punctuation) return false
    this.next()
    return true
  }

  acceptName(name: string): boolean {
    if (this.#current.kind !== 'name' || this.#current.text !== name) return false
    this.next()
    return true
  }

  expect(punctuation: string): void {
    if (!this.accept(punctuation))
      throw this.error(`Expected ${punctuation}, got ${describe(this.peek())}.${this.#cure()}`)
  }

  expectName(name: string): void {
    if (!this.acceptName(name)) throw this.error(`Expected ${name}, got ${describe(this.peek())}.`)
  }

  /** The text from a token to the last one that was read. */
  from(start: Span): Span {
    return { start: start.start, end: this.#end }
  }

  nested<T>(span: Span, read: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw new KqlError('LIMIT', span, `The query is nested deeper than ${MAX_DEPTH} levels. Split it with let.`)
    }
    const result = read()
    this.#depth--
    return result
  }

  error(message: string, code: KqlError['code'] = 'SYNTAX', span: Span = this.peek()): KqlError {
    return new KqlError(code, span, message)
  }

  unexpected(): KqlError {
    return this.error(`Unexpected ${describe(this.peek())}.${this.#cure()}`)
  }

  /** What to write instead of the current token, which may be one of another language. */
  #cure(): string {
    const { kind, text, start } = this.#current
    if (text === '=') return ' Write == to compare.'
    if (/^![a-z]/.test(text)) return ' Write not(…).'
    if (kind !== 'name') return ''
    const before = this.#lexer.text.slice(0, start)
    if (timespanUnit(text) !== undefined && /\d\s+$/.test(before)) return ' Write a timespan without a space, as in 1h.'
    if (Object.hasOwn(CURES, text.toLowerCase())) return ` ${CURES[text.toLowerCase()]}`
    return text !== text.toLowerCase() && KEYWORDS.has(text.toLowerCase()) ? ` Write ${text.toLowerCase()}.` : ''
  }

  /** Reads the name of an operator, with its hyphens, such as `project-away`. */
  operatorName(): Token {
    const first = this.peek()
    if (first.kind !== 'name')
      throw this.error(
        `Expected an operator, got ${describe(first)}.${first.text === '|' ? ' Write or between conditions.' : ''}`,
      )
    this.next()
    let text = first.text
    while (this.#current.text === '-' && this.#current.start === this.#end) {
      const after = this.tokenAfter()
      if (after.kind !== 'name' || after.start !== this.#current.end) break
      this.next()
      text += `-${this.next().text}`
    }
    return { kind: 'name', text, start: first.start, end: this.#end }
  }

  /** Returns the first token at or after an offset, without reading it. */
  lookAt(offset: number): Token {
    return this.#lexer.tokenAt(offset)
  }

  /** Reads the text up to the bracket that closes the current one. */
  rawInParentheses(): Token {
    const raw = this.#lexer.rawUntilClosed(this.#current.end)
    this.#current = this.#lexer.tokenAt(raw.end)
    this.expect(')')
    return raw
  }
}

function describe({ kind, text }: Token): string {
  return kind === 'end' ? 'the end of the query' : kind === 'string' ? 'a string' : text
}
