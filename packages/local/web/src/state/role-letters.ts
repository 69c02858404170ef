/**
 * Returns two letters for each role, different ones as far as possible: the initials of its words, else its first letter and a
 * later one. A role that arrives later never changes the letters of an earlier one.
 */
export function roleLetters(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const free = candidates(name).find((letters) => !taken.has(letters)) ?? candidates(name)[0]!
    taken.add(free)
    return free
  })
}

// --- helpers ---

function candidates(name: string): readonly string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const [first = '?', second] = words
  const letters = Array.from(words.join(''))
  const initials = second === undefined ? [] : [first[0]! + second[0]!]
  const pairs = letters.slice(1).map((letter) => letters[0]! + letter)
  return [...initials, ...pairs, `${first[0]}`]
}
