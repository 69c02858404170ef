/** Escapes a string for a regular expression of RE2 or JavaScript that matches exactly this string. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Returns a pattern of one character that is none of these. */
export function noneOf(characters: readonly string[]): string {
  return `[^${characters.map((one) => one.replace(/[\]\\^-]/, '\\$&')).join('')}]`
}
