/** Returns the known name with the most similar spelling, or undefined if none is similar. */
export function nearestName(unknown: string, known: readonly string[]): string | undefined {
  const plain = plainName(unknown)
  const distances = known.map((name) => ({ name, distance: editDistance(plain, plainName(name)) }))
  const nearest = distances.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: Number.POSITIVE_INFINITY,
  })
  const length = Math.max(plain.length, plainName(nearest.name).length)
  return nearest.distance <= Math.max(1, length / 3) ? nearest.name : undefined
}

// --- helpers, in order of use ---

/** Removes the differences between spellings of a name: case and separators. */
function plainName(name: string): string {
  return name
    .slice(0, 64)
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase()
}

/** Returns the Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
