/** Called with a bracket or comma, its index, and the number of brackets still open after it. Returns whether to continue. */
export type VisitStructure = (character: string, at: number, depth: number) => boolean

/**
 * Visits each bracket and comma outside of strings. Creates no objects, so that it can
 * check JSON that would become millions of them.
 */
export function scanJson(text: string, visit: VisitStructure): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        continue
      case OPENING_BRACKET:
      case OPENING_BRACE:
        depth++
        break
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        depth--
        break
      case COMMA:
        break
      default:
        continue
    }
    if (!visit(text.charAt(at), at, depth)) return
  }
}

// --- helpers, in order of use ---

// The characters are numbers, because comparing one-character strings takes three times as long.
const QUOTE = 0x22
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** Returns the index of the closing quote of the string that starts at `start`, or the length if there is none. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return text.length
}
