import type { SecretNames } from './secret-names'
import { isSecretValue, type SecretWord } from './secret-words'
import { closingBracket, closingQuote, indexFrom, isQuote, NextMatch, startsAt } from './string-search'

/** The position of a secret in a string, and its replacement. */
export interface SecretSpan {
  readonly start: number
  readonly end: number
  readonly mark: string
}

export const REDACTED = '[redacted]'

/** Returns whether the string must be scanned. A cheap test that excludes most strings, because a scan doubles their cost. */
export function mayHoldSecret(string: string, names: SecretNames): boolean {
  const urlStart = string.includes('@') ? '//' : undefined // only a URL with an `@` contains a user
  for (let at = string.indexOf(':'); at !== -1; at = string.indexOf(':', at + 1)) {
    if (names.mayEnd(string, at) || (urlStart !== undefined && string.startsWith(urlStart, at + 1))) return true
  }
  for (let at = string.indexOf('='); at !== -1; at = string.indexOf('=', at + 1)) {
    if (names.mayEnd(string, at)) return true
  }
  return urlStart !== undefined && string.startsWith(urlStart)
}

/**
 * Finds the secrets in a string: users and passwords in URLs, parameters of URLs and forms, pairs in connection strings,
 * lines of raw headers, and fields of objects as JSON or `util.inspect` prints them.
 *
 * For each colon and equals sign, the scan reads the name before it and, if it is the name of a secret, the value after it.
 * No part of the string is searched twice for the same thing, so the time is linear in its length.
 */
export class SecretScan {
  readonly #string: string
  readonly #names: SecretNames
  readonly #isUrl: boolean
  readonly #at: NextMatch
  readonly #query: NextMatch
  readonly #lineEnd: NextMatch
  readonly #pairEnd: NextMatch
  readonly #tokenEnd: NextMatch
  #from = 0

  constructor(string: string, names: SecretNames) {
    this.#string = string
    this.#names = names
    this.#isUrl = URL_START.test(string)
    this.#at = new NextMatch(string, AT)
    this.#query = new NextMatch(string, QUERY)
    this.#lineEnd = new NextMatch(string, LINE_END)
    this.#pairEnd = new NextMatch(string, PAIR_END)
    this.#tokenEnd = new NextMatch(string, this.#isUrl ? SPACE : TOKEN_END)
  }

  /** Returns the next secret, or undefined after the last one. */
  next(): SecretSpan | undefined {
    let found = this.#from === 0 && this.#string.startsWith('//') ? this.#user(2) : undefined
    while (found === undefined) {
      const separator = indexFrom(this.#string, SEPARATOR, this.#from)
      if (separator === this.#string.length) return undefined
      this.#from = separator + 1
      found = this.#string.startsWith('://', separator) ? this.#user(separator + 3) : this.#pair(separator)
    }
    this.#from = found.end
    return found
  }

  /**
   * Finds the user and password in a URL. After a colon without a port number, a password may contain any unescaped
   * characters. It ends at the last `@` that is not in a query.
   */
  #user(start: number): SecretSpan | undefined {
    const string = this.#string
    const tokenEnd = this.#tokenEnd.from(start)
    if (this.#at.from(start) >= tokenEnd) return undefined
    const stop = indexFrom(string, AUTHORITY_STOP, start)
    if (string[stop] === '@') {
      const hostEnd = Math.min(indexFrom(string, AUTHORITY_END, start), tokenEnd)
      return { start, end: string.lastIndexOf('@', hostEnd) + 1, mark: '' }
    }
    if (string[stop] !== ':' || startsAt(string, PORT, stop + 1)) return undefined
    const last = string.lastIndexOf('@', tokenEnd)
    const query = this.#query.from(start)
    const beforeQuery = string.lastIndexOf('@', query)
    const isInQuery = query < last && beforeQuery >= start && string.slice(query, last).includes('=')
    return { start, end: (isInQuery ? beforeQuery : last) + 1, mark: '' }
  }

  #pair(separator: number): SecretSpan | undefined {
    const string = this.#string
    if (!this.#names.mayEnd(string, separator)) return undefined
    const name = nameBefore(string, separator)
    const before = string[name.start - 1] ?? ''
    const isParameter = string[separator] === '=' && (this.#isUrl ? '?&;#' : '?&').includes(before) && before !== ''
    const rule = this.#names.ofName(decoded(string.slice(name.start, name.end)), isParameter)
    if (rule === undefined) return undefined
    if (isParameter) {
      const end = indexFrom(string, this.#isUrl ? PARAMETER_END : FORM_END, separator + 1)
      return this.#secret(rule, separator + 1, end, 'redacted')
    }
    const isArrow = string.startsWith('=>', separator)
    const start = indexFrom(string, NO_SPACE, separator + (isArrow ? 2 : 1))
    const opening = indexFrom(string, NO_BACKSLASH, start)
    const quote = string[opening]
    if (isQuote(quote)) {
      return this.#secret(rule, opening + 1, closingQuote(string, opening + 1, quote, opening - start))
    }
    if (isArrow && name.quote === '') return undefined // `password => hash(password)`
    const isPair = string[separator] === '=' && !isArrow
    const end = isPair ? this.#endOfPair(rule, name.start, start) : this.#endOfField(rule, name, start)
    // Add quotes, because an unquoted replacement for a number or object would be invalid JSON.
    return end === undefined ? undefined : this.#secret(rule, start, end, `${name.quote}${REDACTED}${name.quote}`)
  }

  #secret(rule: SecretWord, start: number, end: number, mark = REDACTED): SecretSpan | undefined {
    return isSecretValue(rule, this.#string.slice(start, end).trimEnd()) ? { start, end, mark } : undefined
  }

  /**
   * Returns the end of a value: the semicolon in `Password=a b;User=c`, the space in `password=a user=b`, and the end of
   * the line in `Cookie=a=b; c=d`.
   */
  #endOfPair(rule: SecretWord, nameStart: number, start: number): number {
    const string = this.#string
    if (WHOLE_LINE.has(rule.word)) return this.#lineEnd.from(start)
    const pairEnd = this.#pairEnd.from(start)
    if (string[pairEnd] === ';' || string[indentation(string, nameStart) - 1] === ';') return pairEnd
    return endOfCredentials(string, start) ?? indexFrom(string, WORD_END, start)
  }

  /** Returns the end of the value of a header or field, or undefined for a colon in prose without credentials after it. */
  #endOfField(rule: SecretWord, { start: nameStart, quote }: Name, start: number): number | undefined {
    const string = this.#string
    if (string[start] === '{' || string[start] === '[') return closingBracket(string, start)
    if (quote !== '') return indexFrom(string, JSON_VALUE_END, start)
    const before = string[indentation(string, nameStart) - 1] ?? '\n'
    if (before === '\n' || before === '\r') return this.#lineEnd.from(start)
    if (before === '\\') return indexFrom(string, ESCAPED_LINE_END, start)
    if (isQuote(before)) return closingQuote(string, start, before, 0)
    if (FIELD_START.test(before)) return indexFrom(string, FIELD_END, start)
    return rule.word === 'authorization' ? endOfCredentials(string, start) : undefined
  }
}

// --- helpers, in order of use ---

/**
 * Matches a path with a query, or a URL with any scheme and number of hosts. Whitespace before `?` means prose or an SQL
 * comment.
 */
const URL_START = /^\s*(?:[a-z][a-z\d+.:-]*:\/\/|\/[^\s?]*\?)/i

const AT = /@/g
const QUERY = /[?#]/g
const LINE_END = /[\r\n]/g
const PAIR_END = /[;\r\n"<>]/g
const SPACE = /\s/g
const TOKEN_END = /[\s"<>`]/g

const SEPARATOR = /[:=]/g

const AUTHORITY_STOP = /[/?#@:[\s]/g
const AUTHORITY_END = /[/?#\s]/g
const PORT = /\d{1,5}(?=[/?#,\s]|$)/y

const PARAMETER_END = /[&#\n]/g
const FORM_END = /[&#\s"'<>`\\]/g

const NO_SPACE = /[^ \t]/g
const NO_BACKSLASH = /[^\\]/g

/** A name, and the quote around it including backslashes. */
interface Name {
  readonly start: number
  readonly end: number
  readonly quote: string
}

const MAX_NAME = 64

function nameBefore(string: string, separator: number): Name {
  let quoteEnd = separator
  while (string[quoteEnd - 1] === ' ' && separator - quoteEnd < 2) quoteEnd--
  let end = quoteEnd
  if (isQuote(string[end - 1])) end--
  while (end < quoteEnd && string[end - 1] === '\\' && quoteEnd - end < MAX_NAME) end--
  let start = end
  while (end - start < MAX_NAME && isOfName(string.charCodeAt(start - 1))) start--
  return { start, end, quote: string.slice(end, quoteEnd) }
}

/** Returns whether a character can be part of a name, such as `user[password]`, `x-api-key`, `db.password` or `%74oken`. */
function isOfName(code: number): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
  return isLetter || (code >= 0x30 && code <= 0x39) || NAME_MARKS.includes(code)
}

const NAME_MARKS = [...'-_.$%[]'].map((mark) => mark.charCodeAt(0))

/** Decodes only ASCII, because all secret names are ASCII. `decodeURIComponent` throws for invalid input, which is slow. */
function decoded(name: string): string {
  if (!name.includes('%')) return name
  return name.replaceAll(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Names of secrets that may contain spaces and semicolons. */
const WHOLE_LINE: ReadonlySet<string> = new Set(['authorization', 'cookie', 'cookies'])

const WORD_END = /[\s,;&)}\]<>"'`\\]/g

/** Returns the end of a value such as `Bearer abc`, or undefined if it does not begin with an authorization scheme. */
function endOfCredentials(string: string, start: number): number | undefined {
  const wordEnd = indexFrom(string, WORD_END, start)
  return SCHEME.test(string.slice(start, wordEnd)) ? indexFrom(string, WORD_END, wordEnd + 1) : undefined
}

const SCHEME = /^(?:basic|bearer|digest|token)$/i

const JSON_VALUE_END = /[\s,}\]\\]/g
const ESCAPED_LINE_END = /[\\\r\n]/g
const FIELD_START = /[{,;]/
const FIELD_END = /[,;}\r\n]/g

/** Returns the start of the indentation before an index: spaces, list markers or the markers of `curl -v`. */
function indentation(string: string, index: number): number {
  let start = index
  while (INDENT.includes(string[start - 1] ?? '\n')) start--
  return start
}

const INDENT = ' \t>*-'
