import type { Clock } from '../clock'
import { codeOf } from './file-system'

/** How long a failing or slow disk is not used. */
const PAUSE_MS = 30_000

/** A shorter pause, because a lack of file descriptors or room may end soon. */
const SHORT_PAUSE_MS = 1_000

/** The disk is slow if two consecutive writes take longer than this. A single slow write may be a coincidence. */
const SLOW_WRITE_MS = 100

/** The disk is also slow if a single write takes longer than this. */
const HANGING_WRITE_MS = 1_000

/** Decides whether the disk may be used now, according to the results of recent writes. */
export class DiskHealth {
  readonly #clock: Clock
  #untilMs = Number.NEGATIVE_INFINITY
  /** True if the pause was caused by slow writes rather than by a failure. */
  #isSlow = false
  #wasSlow = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isUsable(): boolean {
    return this.#clock.monotonicMs() >= this.#untilMs
  }

  /** True if the disk may be used for writes that cannot wait. These also use a slow disk. */
  get isUsableForUrgent(): boolean {
    return this.#isSlow || this.isUsable
  }

  failed(error: unknown): void {
    this.#isSlow = false
    this.#pauseFor(['EMFILE', 'ENFILE'].includes(codeOf(error) ?? '') ? SHORT_PAUSE_MS : PAUSE_MS)
  }

  /** Runs the write and measures how long it takes. */
  timed<T>(write: () => T): T {
    const startedMs = this.#clock.monotonicMs()
    const result = write()
    const tookMs = this.#clock.monotonicMs() - startedMs
    this.#isSlow = tookMs > HANGING_WRITE_MS || (tookMs > SLOW_WRITE_MS && this.#wasSlow)
    this.#wasSlow = tookMs > SLOW_WRITE_MS
    if (this.#isSlow) this.#pauseFor(PAUSE_MS)
    return result
  }

  /** Pauses for a moment because there was no room. */
  pause(): void {
    this.#pauseFor(SHORT_PAUSE_MS)
  }

  #pauseFor(pauseMs: number): void {
    this.#untilMs = this.#clock.monotonicMs() + pauseMs
  }
}
