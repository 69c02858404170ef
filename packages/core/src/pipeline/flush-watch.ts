import type { End, ItemEnds } from '../diagnostics/item-ends'

/**
 * What happened to the items received before the flush, apart from those in an earlier report. `sent + spooled + dropped
 * + pending` is their number; for the first flush that is `stats().received`.
 */
export interface DeliveryReport {
  /** All of them were sent. */
  readonly ok: boolean
  /** Acknowledged by the endpoint, from memory or from the disk. */
  readonly sent: number
  /** On disk, for a later flush or another process to send. */
  readonly spooled: number
  readonly dropped: number
  /** Still in memory at the timeout. */
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

/** Callers without types may pass anything: an invalid value becomes the default. */
export function flushTimeoutMs(options: FlushOptions | null | undefined): number {
  const timeoutMs = Number(options?.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  return Number.isNaN(timeoutMs) ? DEFAULT_TIMEOUT_MS : Math.min(MAX_TIMEOUT_MS, Math.max(0, timeoutMs))
}

/** Follows the items that were received before its construction, and ignores later ones. */
export class FlushWatch {
  /** Resolves when each of them is sent, dropped or taken over by another process. */
  readonly done: Promise<void>
  readonly upTo: number
  readonly #unreported: ReturnType<ItemEnds['unreported']>
  readonly #counts: Record<End, number>
  readonly #stop: () => void
  #unfinished: number
  #resolve: () => void = () => {}

  /** `unfinished` items with a sequence of at most `upTo` are neither sent nor dropped. */
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

  /** How many of them are neither sent nor dropped. */
  get unfinished(): number {
    return this.#unfinished
  }

  /** Stops watching and returns the report. `onDisk` is how many of the unfinished items are on disk. */
  report(onDisk: number): DeliveryReport {
    this.#stop()
    this.#unreported.markReported(this.#counts)
    const { sent, dropped, elsewhere } = this.#counts
    const spooled = onDisk + elsewhere
    const pending = Math.max(0, this.#unfinished - onDisk)
    return { ok: spooled + dropped + pending === 0, sent, spooled, dropped, pending }
  }
}
