/** Returns ` Did you mean x?` for the most similar name, or an empty string. */
export function suggestion(name: string, names: readonly string[]): string {
  const limit = Math.max(1, Math.floor(name.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= least) continue
    const distance =
      other.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name.toLowerCase(), other.toLowerCase())
    if (distance < least) {
      least = distance
      best = other
    }
  }
  return best === undefined ? '' : ` Did you mean ${best}?`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
