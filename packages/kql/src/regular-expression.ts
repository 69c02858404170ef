/** Escapes a string for a regular expression of RE2 or JavaScript that matches exactly this string. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Returns a pattern that matches any one character except these. */
export function noneOf(characters: readonly string[]): string {
  return `[^${characters.map((one) => one.replace(/[\]\\^-]/, '\\$&')).join('')}]`
}

/** The names of the groups of a regular expression of RE2, in order. The name of an unnamed group is empty. */
export function groupsOf(pattern: string): readonly string[] {
  const groups: string[] = []
  for (const [token, , name] of pattern.matchAll(
    /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((\?(?:P?<(\w+)>)?)?/gs,
  )) {
    if (token === '(' || name !== undefined) groups.push(name ?? '')
  }
  return groups
}
