/** Returns the index of the first matching character at or after `from`, or the length of the string if none matches. */
export function indexFrom(string: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from
  return pattern.test(string) ? pattern.lastIndex - 1 : string.length
}

export function startsAt(string: string, pattern: RegExp, index: number): boolean {
  pattern.lastIndex = index
  return pattern.test(string)
}

/** Searches forward and caches the next match, so that a string with few matches is not searched repeatedly. */
export class NextMatch {
  readonly #string: string
  readonly #pattern: RegExp
  #next = -1

  constructor(string: string, pattern: RegExp) {
    this.#string = string
    this.#pattern = pattern
  }

  from(index: number): number {
    if (this.#next < index) this.#next = indexFrom(this.#string, this.#pattern, index)
    return this.#next
  }
}

export function isQuote(character: string | undefined): character is string {
  return character === '"' || character === "'" || character === '`'
}

/** Returns the index of the next quote with at most as many backslashes as the opening one, or the end of the string. */
export function closingQuote(string: string, from: number, quote: string, backslashes: number): number {
  for (let at = string.indexOf(quote, from); at !== -1; at = string.indexOf(quote, at + 1)) {
    let first = at
    while (first > from && string[first - 1] === '\\') first--
    const count = at - first
    if (backslashes === 0 ? count % 2 === 0 : count <= backslashes) return backslashes === 0 ? at : first
  }
  return string.length
}

/** Returns the index after the bracket that closes the first one, or the end of the string if none does. */
export function closingBracket(string: string, start: number): number {
  let depth = 0
  for (let at = indexFrom(string, BRACKET, start); at < string.length; at = indexFrom(string, BRACKET, at + 1)) {
    const bracket = string[at] ?? ''
    if (isQuote(bracket)) at = closingQuote(string, at + 1, bracket, string[at - 1] === '\\' ? 1 : 0)
    else depth += bracket === '{' || bracket === '[' ? 1 : -1
    if (depth === 0) return at + 1
  }
  return string.length
}

// --- helpers ---

const BRACKET = /["'`{}[\]]/g
