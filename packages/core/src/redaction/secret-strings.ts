import type { SecretNames } from './secret-names'
import { isSecretValue, type SecretWord } from './secret-words'
import { Ahead, closingBracket, closingQuote, indexFrom, isQuote, startsAt } from './string-search'

/** The part of a string that holds a secret, and what takes its place. */
export interface SecretSpan {
  readonly start: number
  readonly end: number
  readonly mark: string
}

export const REDACTED = '[redacted]'

/** Whether a scan is worth its cost, which is that of all else that is done with a string. For most strings it is not. */
export function mayHoldSecret(string: string, names: SecretNames): boolean {
  const urlStart = string.includes('@') ? '//' : undefined // only a URL with an `@` names a user
  for (let at = string.indexOf(':'); at !== -1; at = string.indexOf(':', at + 1)) {
    if (names.mayEnd(string, at) || (urlStart !== undefined && string.startsWith(urlStart, at + 1))) return true
  }
  for (let at = string.indexOf('='); at !== -1; at = string.indexOf('=', at + 1)) {
    if (names.mayEnd(string, at)) return true
  }
  return urlStart !== undefined && string.startsWith(urlStart)
}

/**
 * Finds the secrets of a string: user and password of URLs, parameters of URLs and forms, pairs of connection strings, lines
 * of raw headers, fields of JSON and of objects as `util.inspect` prints them.
 *
 * It looks at each colon and each equals sign once, with the name before it and, if that names a secret, the value after it.
 * No part of the string is searched twice for the same thing, so the time is linear in its length.
 */
export class SecretScan {
  readonly #string: string
  readonly #names: SecretNames
  readonly #isUrl: boolean
  readonly #at: Ahead
  readonly #query: Ahead
  readonly #lineEnd: Ahead
  readonly #pairEnd: Ahead
  readonly #tokenEnd: Ahead
  #from = 0

  constructor(string: string, names: SecretNames) {
    this.#string = string
    this.#names = names
    this.#isUrl = URL_START.test(string)
    this.#at = new Ahead(string, AT)
    this.#query = new Ahead(string, QUERY)
    this.#lineEnd = new Ahead(string, LINE_END)
    this.#pairEnd = new Ahead(string, PAIR_END)
    this.#tokenEnd = new Ahead(string, this.#isUrl ? SPACE : TOKEN_END)
  }

  /** The next secret; undefined after the last one. */
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
   * User and password of a URL. After a colon that begins no port, a password may have any characters unescaped: it ends at
   * the last `@` that is not in a query.
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
    // Without quotes around it, the mark would make JSON unreadable.
    return end === undefined ? undefined : this.#secret(rule, start, end, `${name.quote}${REDACTED}${name.quote}`)
  }

  #secret(rule: SecretWord, start: number, end: number, mark = REDACTED): SecretSpan | undefined {
    return isSecretValue(rule, this.#string.slice(start, end).trimEnd()) ? { start, end, mark } : undefined
  }

  /** `Password=a b;User=c` ends at the semicolon, `password=a user=b` at the space, `Cookie=a=b; c=d` with the line. */
  #endOfPair(rule: SecretWord, nameStart: number, start: number): number {
    const string = this.#string
    if (WHOLE_LINE.has(rule.word)) return this.#lineEnd.from(start)
    const pairEnd = this.#pairEnd.from(start)
    if (string[pairEnd] === ';' || string[indentation(string, nameStart) - 1] === ';') return pairEnd
    return endOfCredentials(string, start) ?? indexFrom(string, WORD_END, start)
  }

  /** The end of a header's or a field's value; undefined for a colon in prose, unless credentials follow. */
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

/** As `request.url` is, or whole, of any scheme and with any number of hosts. A space before `?` means prose or SQL. */
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

/** A name, and the quote around it with its backslashes. */
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

/** `user[password]`, `x-api-key`, `db.password`, `%74oken`. */
function isOfName(code: number): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
  return isLetter || (code >= 0x30 && code <= 0x39) || NAME_MARKS.includes(code)
}

const NAME_MARKS = [...'-_.$%[]'].map((mark) => mark.charCodeAt(0))

/** As far as it is ASCII, in which all secrets are named. `decodeURIComponent` throws, which is slow if everything is wrong. */
function decoded(name: string): string {
  if (!name.includes('%')) return name
  return name.replaceAll(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** These have several parts. */
const WHOLE_LINE: ReadonlySet<string> = new Set(['authorization', 'cookie', 'cookies'])

const WORD_END = /[\s,;&)}\]<>"'`\\]/g

/** The end of `Bearer abc`; undefined if the value begins with no scheme of an `Authorization` header. */
function endOfCredentials(string: string, start: number): number | undefined {
  const wordEnd = indexFrom(string, WORD_END, start)
  return SCHEME.test(string.slice(start, wordEnd)) ? indexFrom(string, WORD_END, wordEnd + 1) : undefined
}

const SCHEME = /^(?:basic|bearer|digest|token)$/i

const JSON_VALUE_END = /[\s,}\]\\]/g
const ESCAPED_LINE_END = /[\\\r\n]/g
const FIELD_START = /[{,;]/
const FIELD_END = /[,;}\r\n]/g

/** The beginning of the spaces, or of the marks of lists and of `curl -v`, before an index. */
function indentation(string: string, index: number): number {
  let start = index
  while (INDENT.includes(string[start - 1] ?? '\n')) start--
  return start
}

const INDENT = ' \t>*-'
