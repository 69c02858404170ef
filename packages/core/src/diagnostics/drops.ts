import { callSafely } from '../call-safely'
import { nextTurn } from '../clock'
import type { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import type { DropReason, OnDrop } from './stats'

type BySeverity = Partial<Record<SeverityLevel | 'none', number>>

/** What was lost of one account, by reason and by severity. */
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

interface Loss {
  readonly reason: DropReason
  readonly severityLevel: SeverityLevel | undefined
  items: number
}

/** Tells the application of losses in sums: a full queue loses an item with each that comes. */
export class OnDrops {
  readonly #calls = new Set<{ readonly call: OnDrop }>()
  #losses = new Map<string, Loss>()

  /** Returns how to stop. */
  add(call: OnDrop): () => void {
    const registration = { call } // several clients may hand in the same function
    this.#calls.add(registration)
    return () => this.#calls.delete(registration)
  }

  dropped(reason: DropReason, items: number, severityLevel: SeverityLevel | undefined): void {
    if (this.#calls.size === 0) return
    if (this.#losses.size === 0) nextTurn(() => this.tell()).unref()
    const key = `${reason} ${severityLevel}`
    const loss = this.#losses.get(key) ?? { reason, severityLevel, items: 0 }
    loss.items += items
    this.#losses.set(key, loss)
  }

  tell(): void {
    const losses = this.#losses
    this.#losses = new Map() // first: who is told may lose more by logging it
    for (const { reason, items, severityLevel } of losses.values()) {
      for (const { call } of this.#calls) callSafely(() => call(reason, items, severityLevel))
    }
  }
}
