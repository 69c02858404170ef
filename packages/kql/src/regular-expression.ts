/** Escapes a string for a regular expression of RE2 or JavaScript that matches exactly this string. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Returns a pattern of one character that is none of these. */
export function noneOf(characters: readonly string[]): string {
  return `[^${characters.map((one) => one.replace(/[\]\\^-]/, '\\$&')).join('')}]`
}

/** The names of the groups of a regular expression of RE2, in order. A group without a name has an empty one. */
export function groupsOf(pattern: string): readonly string[] {
  const groups: string[] = []
  for (const [token, , name] of pattern.matchAll(
    /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((\?(?:P?<(\w+)>)?)?/gs,
  )) {
    if (token === '(' || name !== undefined) groups.push(name ?? '')
  }
  return groups
}
