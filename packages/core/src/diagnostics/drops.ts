import { callSafely } from '../call-safely'
import { nextTurn } from '../clock'
import type { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import type { DropReason, OnDrop } from './stats'

type BySeverity = Partial<Record<SeverityLevel | 'none', number>>

/** Counts dropped items by reason and by severity. */
export class Drops {
  readonly #listeners: OnDrops
  readonly #byReason: Partial<Record<DropReason, number>> = {}
  readonly #bySeverity: BySeverity = {}
  #total = 0

  constructor(listeners: OnDrops) {
    this.#listeners = listeners
  }

  get total(): number {
    return this.#total
  }

  get byReason(): Readonly<Partial<Record<DropReason, number>>> {
    return { ...this.#byReason }
  }

  get bySeverity(): Readonly<BySeverity> {
    return { ...this.#bySeverity }
  }

  add(reason: DropReason, items: readonly SerializedEnvelope[]): void {
    for (const { severityLevel } of items) this.count(reason, 1, severityLevel)
  }

  count(reason: DropReason, items: number, severityLevel: SeverityLevel | undefined): void {
    const severity = severityLevel ?? 'none'
    this.#total += items
    this.#byReason[reason] = (this.#byReason[reason] ?? 0) + items
    this.#bySeverity[severity] = (this.#bySeverity[severity] ?? 0) + items
    this.#listeners.dropped(reason, items, severityLevel)
  }
}

interface DropSum {
  readonly reason: DropReason
  readonly severityLevel: SeverityLevel | undefined
  items: number
}

/**
 * Calls the `onDrop` functions with totals instead of once per item, because a full queue drops an item for every item that
 * arrives.
 */
export class OnDrops {
  readonly #calls = new Set<{ readonly call: OnDrop }>()
  #unreported = new Map<string, DropSum>()

  /** Adds a function. Returns a function that removes it. */
  add(call: OnDrop): () => void {
    const registration = { call } // several clients may pass the same function
    this.#calls.add(registration)
    return () => this.#calls.delete(registration)
  }

  dropped(reason: DropReason, items: number, severityLevel: SeverityLevel | undefined): void {
    if (this.#calls.size === 0) return
    if (this.#unreported.size === 0) nextTurn(() => this.report()).unref()
    const key = `${reason} ${severityLevel}`
    const sum = this.#unreported.get(key) ?? { reason, severityLevel, items: 0 }
    sum.items += items
    this.#unreported.set(key, sum)
  }

  report(): void {
    const sums = this.#unreported
    this.#unreported = new Map() // reset before the calls, because a callback that logs may cause more drops
    for (const { reason, items, severityLevel } of sums.values()) {
      for (const { call } of this.#calls) callSafely(() => call(reason, items, severityLevel))
    }
  }
}
