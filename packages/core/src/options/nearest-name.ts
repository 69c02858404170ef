/**
 * Returns the known name with the most similar spelling, or else the longest one that the unknown name contains. Undefined if
 * there is none.
 */
export function nearestName(unknown: string, known: readonly string[]): string | undefined {
  const plain = plainName(unknown)
  const distances = known.map((name) => ({ name, distance: editDistance(plain, plainName(name)) }))
  const nearest = distances.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: Number.POSITIVE_INFINITY,
  })
  const length = Math.max(plain.length, plainName(nearest.name).length)
  return nearest.distance <= Math.max(1, length / 3) ? nearest.name : containedName(plain, known)
}

/** Removes the differences between spellings of a name: case and separators. */
export function plainName(name: string): string {
  return name
    .slice(0, 64)
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase()
}

// --- helpers, in order of use ---

/** Returns the optimal string alignment distance, in which swapping two adjacent letters counts once. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : changed
      row.push(Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1))
    }
  }
  return at(a.length, b.length)
}

/** A shorter name is contained in other names by chance. */
const MIN_CONTAINED = 8

function containedName(plain: string, known: readonly string[]): string | undefined {
  const contained = known.filter((name) => plainName(name).length >= MIN_CONTAINED && plain.includes(plainName(name)))
  return contained.sort((a, b) => b.length - a.length)[0]
}
