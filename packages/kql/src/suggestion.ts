import type { TableSchema } from './schema'

/** Returns ` Here it is called x.` if a column has another name in the other tables of the schema, or an empty string. */
export function otherName(
  name: string,
  visible: readonly string[],
  schema: Readonly<Record<string, TableSchema>>,
): string {
  for (const { columns } of Object.values(schema)) {
    for (const { name: classic, workspaceName } of columns) {
      const other = name === classic ? workspaceName : name === workspaceName ? classic : null
      if (other !== null && visible.includes(other)) return ` Here it is called ${other}.`
    }
  }
  return ''
}

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

// --- helpers ---

/** The number of letters to insert, remove, replace, or swap with the next one. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, swapped))
    }
    before = row
    row = next
  }
  return row[b.length]!
}
