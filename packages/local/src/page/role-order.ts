import type { QuerySource } from '../query/query-source'

/** More roles than any page can tell apart. Senders choose the names, so there must be a limit. */
const MAX_ROLES = 1_000
/** Rows of another source do not arrive here. */
const MAX_AGE_MS = 10_000

/**
 * The names of all roles in order of first arrival, from which the page derives their marks. Rows that were stored earlier have
 * the order of their oldest times. A role keeps its place when retention removes its rows.
 */
export class RoleOrder {
  readonly #names = new Set<string>()
  readonly #source: QuerySource
  #reading: Promise<void> | undefined
  #readAtMs = Number.NEGATIVE_INFINITY

  constructor(source: QuerySource) {
    this.#source = source
  }

  /** Adds the role of a row that is stored now. */
  add(name: string | null | undefined): void {
    if (typeof name === 'string' && name !== '' && this.#names.size < MAX_ROLES) this.#names.add(name)
  }

  async names(): Promise<readonly string[]> {
    if (performance.now() - this.#readAtMs > MAX_AGE_MS) {
      this.#reading ??= this.#readStored().finally(() => {
        this.#reading = undefined
      })
      await this.#reading
    }
    return [...this.#names]
  }

  async #readStored(): Promise<void> {
    const { rows } = await this.#source.query({ text: STORED_ROLES, maxRows: MAX_ROLES })
    // At first, rows of earlier runs come before what has arrived since.
    const arrived = this.#readAtMs < 0 ? [...this.#names] : []
    if (this.#readAtMs < 0) this.#names.clear()
    for (const name of [...rows.map(([stored]) => String(stored)), ...arrived]) this.add(name)
    this.#readAtMs = performance.now()
  }
}

// --- helpers ---

const STORED_ROLES = `union requests, dependencies, traces, exceptions, customEvents, customMetrics, performanceCounters,
  availabilityResults, pageViews, browserTimings
| where isnotempty(cloud_RoleName)
| summarize firstSeen = min(timestamp) by cloud_RoleName
| order by firstSeen asc
| project cloud_RoleName`
