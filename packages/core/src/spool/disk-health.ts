import type { Clock } from '../clock'
import { codeOf } from './file-system'

/** A disk that fails or crawls is left alone for so long. */
const REST_MS = 30_000

/** Somebody closes a file soon, or makes room. */
const SHORT_REST_MS = 1_000

/** A synchronous write that takes longer holds up the application; twice in a row, the disk is slow, and not the moment. */
const SLOW_WRITE_MS = 100

/** One of these is enough. */
const HANGING_WRITE_MS = 1_000

/** Whether the disk is to be asked, learnt from how the last calls went. */
export class DiskHealth {
  readonly #clock: Clock
  #untilMs = Number.NEGATIVE_INFINITY
  /** Nothing has failed: it only takes its time. */
  #isSlow = false
  #wasSlow = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isUsable(): boolean {
    return this.#clock.monotonicMs() >= this.#untilMs
  }

  /** The same for somebody who has no later. */
  get isUsableForUrgent(): boolean {
    return this.#isSlow || this.isUsable
  }

  failed(error: unknown): void {
    this.#isSlow = false
    this.#rest(['EMFILE', 'ENFILE'].includes(codeOf(error) ?? '') ? SHORT_REST_MS : REST_MS)
  }

  /** Runs the write, and heeds how long it took. */
  timed<T>(write: () => T): T {
    const startedMs = this.#clock.monotonicMs()
    const result = write()
    const tookMs = this.#clock.monotonicMs() - startedMs
    this.#isSlow = tookMs > HANGING_WRITE_MS || (tookMs > SLOW_WRITE_MS && this.#wasSlow)
    this.#wasSlow = tookMs > SLOW_WRITE_MS
    if (this.#isSlow) this.#rest(REST_MS)
    return result
  }

  /** There was no room; there may be some soon. */
  rest(): void {
    this.#rest(SHORT_REST_MS)
  }

  #rest(restMs: number): void {
    this.#untilMs = this.#clock.monotonicMs() + restMs
  }
}
