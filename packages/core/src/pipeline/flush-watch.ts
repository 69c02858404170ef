import type { End, ItemEnds } from '../diagnostics/item-ends'

/**
 * The outcome of the items received before the flush, without those that an earlier report covers. `sent + spooled +
 * dropped + pending` is the number of these items; for the first flush it equals `stats().received`.
 */
export interface DeliveryReport {
  /** True if all items were sent. */
  readonly ok: boolean
  /** Items that the endpoint acknowledged, whether they were sent from memory or from disk. */
  readonly sent: number
  /** Items on disk, which a later flush or another process will send. */
  readonly spooled: number
  readonly dropped: number
  /** Items that were still in memory at the timeout. */
  readonly pending: number
}

export const NOTHING_TO_DELIVER: DeliveryReport = { ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 }

export interface FlushOptions {
  /** How long to wait for the endpoint. @default 5_000, extended to at most 15_000 while items are being delivered */
  readonly timeoutMs?: number | undefined
}

const DEFAULT_TIMEOUT_MS = 5_000

/** The longest time that setTimeout accepts. */
const MAX_TIMEOUT_MS = 2_147_483_647

/** Returns the timeout, or the default if the value is invalid, because JavaScript callers may pass anything. */
export function flushTimeoutMs(options: FlushOptions | null | undefined): number {
  const timeoutMs = Number(options?.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  return Number.isNaN(timeoutMs) ? DEFAULT_TIMEOUT_MS : Math.min(MAX_TIMEOUT_MS, Math.max(0, timeoutMs))
}

/** Tracks the items that were received before it was created. Ignores later items. */
export class FlushWatch {
  /** Resolves when every item is sent, dropped or taken over by another process. */
  readonly done: Promise<void>
  readonly upTo: number
  readonly #unreported: ReturnType<ItemEnds['unreported']>
  readonly #counts: Record<End, number>
  readonly #stop: () => void
  #unfinished: number
  #resolve: () => void = () => {}

  /** `unfinished` is the number of items with a sequence number up to `upTo` that are neither sent nor dropped. */
  constructor(ends: ItemEnds, upTo: number, unfinished: number) {
    this.upTo = upTo
    this.#unfinished = unfinished
    this.#unreported = ends.unreported()
    this.#counts = { ...this.#unreported.totals }
    this.done = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#stop = ends.onEnd((end, countUpTo) => {
      const items = countUpTo(upTo)
      this.#counts[end] += items
      this.#unfinished -= items
      if (this.#unfinished <= 0) this.#resolve()
    })
    if (unfinished === 0) this.#resolve()
  }

  /** The number of tracked items that are neither sent nor dropped. */
  get unfinished(): number {
    return this.#unfinished
  }

  /** Stops tracking and returns the report. `onDisk` is the number of unfinished items that are on disk. */
  report(onDisk: number): DeliveryReport {
    this.#stop()
    this.#unreported.markReported(this.#counts)
    const { sent, dropped, elsewhere } = this.#counts
    const spooled = onDisk + elsewhere
    const pending = Math.max(0, this.#unfinished - onDisk)
    return { ok: spooled + dropped + pending === 0, sent, spooled, dropped, pending }
  }
}
