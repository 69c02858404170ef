import type { QueryResult } from '@azmon/local'
import { literal, PROJECTION } from './tail-query'
import { readTailRow, type TailRow } from './tail-row'

/** Runs a query. */
export type Ask = (text: string) => Promise<QueryResult>

/**
 * Finds the rows that a filter has newly let through. Rows arrive late and in any order, because a row has the time when it
 * began and not when it was stored. So it counts the rows of each of the last seconds, and reads again those seconds whose
 * count is not what it has seen.
 */
export class Follower {
  readonly #ask: Ask
  readonly #filter: string
  readonly #startMs: number
  /** The ids of the rows that were returned, by second. */
  readonly #seen = new Map<string, ReadonlySet<string>>()

  /** Follows the rows that match `filter`, a query, with a time from `startMs` on. */
  constructor(ask: Ask, filter: string, startMs: number) {
    this.#ask = ask
    this.#filter = filter
    this.#startMs = startMs
  }

  /** Returns all new rows, oldest first. Rows that arrive more than ten minutes late are not found. */
  async *newRows(nowMs: number): AsyncGenerator<TailRow> {
    // From the start of a second on, so that its count does not change only because the window moves.
    const windowMs = Math.floor((nowMs - WINDOW_MS) / 1_000) * 1_000
    const from = new Date(Math.max(this.#startMs, windowMs)).toISOString()
    const counts = await this.#countBySecond(from)
    for (const second of this.#seen.keys()) if (second < from.slice(0, SECOND_LENGTH)) this.#seen.delete(second)
    const changed = [...counts].filter(([second, count]) => count !== (this.#seen.get(second)?.size ?? 0))
    const seconds = changed.map(([second]) => second).sort()
    for (let start = 0; start < seconds.length; start += MAX_SECONDS) {
      yield* this.#newRowsOf(seconds.slice(start, start + MAX_SECONDS), from)
    }
  }

  async #countBySecond(from: string): Promise<ReadonlyMap<string, number>> {
    const condition = `| where timestamp >= datetime(${from})`
    const { rows } = await this.#ask(
      `${this.#filter}\n${condition}\n| summarize rows_ = count() by second_ = bin(timestamp, 1s)`,
    )
    return new Map(rows.map(([second, count]) => [String(second).slice(0, SECOND_LENGTH), Number(count)]))
  }

  async *#newRowsOf(seconds: readonly string[], from: string): AsyncGenerator<TailRow> {
    const found = new Map(seconds.map((second) => [second, new Set<string>()]))
    const known = new Map(seconds.map((second) => [second, this.#seen.get(second)]))
    for await (const row of this.#rowsOf(seconds, from)) {
      const second = row.timestamp.slice(0, SECOND_LENGTH)
      found.get(second)?.add(row.itemId)
      if (known.get(second)?.has(row.itemId) !== true) yield row
    }
    for (const [second, ids] of found) this.#seen.set(second, ids)
  }

  /** Reads pages, each of which begins after the last row of the one before. */
  async *#rowsOf(seconds: readonly string[], from: string): AsyncGenerator<TailRow> {
    const literals = seconds.map((second) => `datetime(${second}Z)`).join(', ')
    let after = `| where timestamp >= datetime(${from})`
    for (;;) {
      const { rows } = await this.#ask(
        [
          this.#filter,
          `| where bin(timestamp, 1s) in (${literals})`,
          after,
          PROJECTION,
          `| sort by timestamp asc, itemId asc\n| take ${PAGE_ROWS}`,
        ].join('\n'),
      )
      const page = rows.map(readTailRow)
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE_ROWS) return
      const time = `datetime(${last.timestamp})`
      after = `| where timestamp > ${time} or (timestamp == ${time} and strcmp(itemId, ${literal(last.itemId)}) > 0)`
    }
  }
}

// --- helpers ---

/** The time that a row may arrive late: the length of a request, and the patience of a client. */
const WINDOW_MS = 10 * 60_000

const PAGE_ROWS = 2_000

/** Limits the length of a query. */
const MAX_SECONDS = 600

/** The length of `2026-11-30T01:02:03`. */
const SECOND_LENGTH = 19
