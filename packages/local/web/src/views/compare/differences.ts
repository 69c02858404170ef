/** What was counted of an operation, a problem or a log. */
export interface CountedRow {
  readonly role: string
  readonly name: string
  readonly total: number
}

export interface OperationRow extends CountedRow {
  readonly failed: number
  readonly p50: number | null
  readonly p95: number | null
}

/** The same thing on both sides. Undefined where a side does not have it. */
export interface Pair<Row extends CountedRow> {
  readonly role: string
  readonly name: string
  readonly a: Row | undefined
  readonly b: Row | undefined
}

/** Returns what either side has, by role and name. */
export function pairUp<Row extends CountedRow>(a: readonly Row[], b: readonly Row[]): readonly Pair<Row>[] {
  const pairs = new Map<string, Pair<Row>>()
  const keyOf = ({ role, name }: Row) => JSON.stringify([role, name])
  for (const row of a) pairs.set(keyOf(row), { role: row.role, name: row.name, a: row, b: undefined })
  for (const row of b) {
    const known = pairs.get(keyOf(row))
    pairs.set(keyOf(row), { role: row.role, name: row.name, a: known?.a, b: row })
  }
  return [...pairs.values()]
}

/** Returns the operations, those that have changed most first: in failures, then in duration, weighted by how often they ran. */
export function byChange(pairs: readonly Pair<OperationRow>[]): readonly Pair<OperationRow>[] {
  return [...pairs].sort((x, y) => changeOf(y) - changeOf(x))
}

/** Returns what only one side has, the most frequent first. */
export function onlyIn<Row extends CountedRow>(pairs: readonly Pair<Row>[], side: 'a' | 'b'): readonly Pair<Row>[] {
  const other = side === 'a' ? 'b' : 'a'
  return pairs
    .filter((pair) => pair[side] !== undefined && pair[other] === undefined)
    .sort((x, y) => (y[side]?.total ?? 0) - (x[side]?.total ?? 0))
}

export function failedShare(row: OperationRow | undefined): number {
  return row === undefined || row.total === 0 ? 0 : row.failed / row.total
}

/** Returns how many times as large a value is, or undefined if that says nothing. */
export function ratio(now: number | null | undefined, before: number | null | undefined): number | undefined {
  return typeof now === 'number' && typeof before === 'number' && before > 0 ? now / before : undefined
}

// --- helpers ---

function changeOf({ a, b }: Pair<OperationRow>): number {
  const weight = Math.log10(1 + Math.max(a?.total ?? 0, b?.total ?? 0))
  const failures = Math.abs(failedShare(a) - failedShare(b))
  const slower = Math.abs(Math.log2(ratio(a?.p95, b?.p95) ?? 1))
  return weight * (10 * failures + slower)
}
