import type { Facts } from './facts'

/** A column that differs in the rows of a kind. An absent value is undefined. */
export interface Difference {
  readonly column: string
  readonly kind: string
  readonly ours: string | undefined
  readonly theirs: string | undefined
}

/** Compares the rows of all kinds. If only one side has a row, or in another table, only the column `row` differs. */
export function differencesOf(ours: Facts, theirs: Facts): readonly Difference[] {
  const kinds = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  return [...kinds].flatMap((kind) => {
    const [our, their] = [ours[kind] ?? {}, theirs[kind] ?? {}]
    const columns = our['row'] === their['row'] ? new Set([...Object.keys(our), ...Object.keys(their)]) : ['row']
    return [...columns]
      .filter((column) => our[column] !== their[column])
      .map((column) => ({ column, kind, ours: our[column], theirs: their[column] }))
  })
}
