import type { TableName } from '@azmon/kql'
import type { TableRow } from '../rows/row'

const INTERVAL_MS = 250

/** Counts stored rows by table, and reports them at once and then at most once per interval. */
export class StoredRows {
  readonly #report: (counts: Readonly<Partial<Record<TableName, number>>>) => void
  #counts = new Map<TableName, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(report: (counts: Readonly<Partial<Record<TableName, number>>>) => void) {
    this.#report = report
  }

  add(rows: readonly TableRow[]): void {
    for (const { table } of rows) this.#counts.set(table, (this.#counts.get(table) ?? 0) + 1)
    if (this.#timer === undefined) this.#reportAndWait()
  }

  #reportAndWait(): void {
    this.#timer = undefined
    if (this.#counts.size === 0) return
    const counts = Object.fromEntries(this.#counts)
    this.#counts = new Map()
    this.#timer = setTimeout(() => this.#reportAndWait(), INTERVAL_MS).unref()
    this.#report(counts)
  }
}
