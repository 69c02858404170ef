/** What a query says of an operation, a problem or a log on both sides. */
export interface CountedRow {
  readonly role: string
  readonly name: string
  readonly totalA: number
  readonly totalB: number
}

export interface OperationRow extends CountedRow {
  readonly failedA: number
  readonly failedB: number
  readonly p95A: number | null
  readonly p95B: number | null
}

/** Returns the operations, those that have changed most first: in failures, then in duration, weighted by how often they ran. */
export function byChange(rows: readonly OperationRow[]): readonly OperationRow[] {
  return [...rows].sort((x, y) => changeOf(y) - changeOf(x))
}

/** Returns what only one side has, the most frequent first. */
export function onlyIn(rows: readonly CountedRow[], side: 'a' | 'b'): readonly CountedRow[] {
  const [here, there] = side === 'a' ? (['totalA', 'totalB'] as const) : (['totalB', 'totalA'] as const)
  return rows.filter((row) => row[here] > 0 && row[there] === 0).sort((x, y) => y[here] - x[here])
}

export function failedShare(failed: number, total: number): number {
  return total === 0 ? 0 : failed / total
}

/** Returns how many times as large a value is, or undefined if that says nothing. */
export function ratio(now: number | null | undefined, before: number | null | undefined): number | undefined {
  return typeof now === 'number' && typeof before === 'number' && before > 0 ? now / before : undefined
}

// --- helpers ---

function changeOf({ totalA, totalB, failedA, failedB, p95A, p95B }: OperationRow): number {
  const weight = Math.log10(1 + Math.max(totalA, totalB))
  const failures = Math.abs(failedShare(failedA, totalA) - failedShare(failedB, totalB))
  const slower = Math.abs(Math.log2(ratio(p95A, p95B) ?? 1))
  return weight * (10 * failures + slower)
}
