import type { Diagnostics } from '../diagnostics'
import type { SerializedEnvelope } from '../envelope/item'

/** What became of the items a flush was asked for. */
export interface DeliveryReport {
  /** Nothing is pending and nothing was dropped. */
  readonly ok: boolean
  readonly sent: number
  readonly spooled: number
  readonly dropped: number
  /** Neither sent, spooled nor dropped when the time was up. */
  readonly pending: number
}

export interface FlushOptions {
  /** How long to wait for the endpoint. @default 5_000 */
  readonly timeoutMs?: number | undefined
}

const DEFAULT_TIMEOUT_MS = 5_000

/** What a timer can wait for. */
const MAX_TIMEOUT_MS = 2_147_483_647

/** Callers without types may ask for anything: what is no time is the default. */
export function flushTimeoutMs(options: FlushOptions | null | undefined): number {
  const timeoutMs = Number(options?.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  return Number.isNaN(timeoutMs) ? DEFAULT_TIMEOUT_MS : Math.min(MAX_TIMEOUT_MS, Math.max(0, timeoutMs))
}

/** Follows the items that were there when it was made, however many come after them. */
export class FlushWatch {
  /** Resolves when each of them has reached its end. */
  readonly done: Promise<void>
  readonly #upTo: number
  readonly #counts = { sent: 0, spooled: 0, dropped: 0 }
  readonly #stop: () => void
  #pending: number
  #resolve: () => void = () => {}

  /** `pending` items with a sequence of at most `upTo` have not reached their end yet. */
  constructor(diagnostics: Diagnostics, upTo: number, pending: number) {
    this.#upTo = upTo
    this.#pending = pending
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#stop = diagnostics.onSettled((settlement, items) => {
      const mine = this.#countMine(items)
      this.#counts[settlement] += mine
      this.#pending -= mine
      if (this.#pending === 0) this.#resolve()
    })
    if (pending === 0) this.#resolve()
  }

  /** Stops watching and tells what was seen. */
  report(): DeliveryReport {
    this.#stop()
    const ok = this.#pending === 0 && this.#counts.dropped === 0
    return { ok, ...this.#counts, pending: this.#pending }
  }

  #countMine(items: readonly SerializedEnvelope[]): number {
    let mine = 0
    for (const item of items) if (item.sequence <= this.#upTo) mine++
    return mine
  }
}
