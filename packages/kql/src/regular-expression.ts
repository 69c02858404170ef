/** Escapes a text, so that a regular expression of RE2 or of JavaScript matches just this text. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Returns a pattern of one character that is none of these. */
export function noneOf(characters: readonly string[]): string {
  return `[^${characters.map((one) => one.replace(/[\]\\^-]/, '\\$&')).join('')}]`
}
