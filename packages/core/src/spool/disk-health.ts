import type { Clock } from '../clock'
import { codeOf } from './file-system'

/** A failing or slow disk is not used for this long. */
const PAUSE_MS = 30_000

/** A lack of file descriptors or of room may end soon. */
const SHORT_PAUSE_MS = 1_000

/** The disk is slow if two consecutive writes take longer; a single slow write may be an accident. */
const SLOW_WRITE_MS = 100

/** The disk hangs if a single write takes longer. */
const HANGING_WRITE_MS = 1_000

/** Decides by the results of the last writes whether the disk may be used now. */
export class DiskHealth {
  readonly #clock: Clock
  #untilMs = Number.NEGATIVE_INFINITY
  /** The pause is due to slow writes, not to a failure. */
  #isSlow = false
  #wasSlow = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isUsable(): boolean {
    return this.#clock.monotonicMs() >= this.#untilMs
  }

  /** The same for writes that cannot wait: these use a slow disk, too. */
  get isUsableForUrgent(): boolean {
    return this.#isSlow || this.isUsable
  }

  failed(error: unknown): void {
    this.#isSlow = false
    this.#pauseFor(['EMFILE', 'ENFILE'].includes(codeOf(error) ?? '') ? SHORT_PAUSE_MS : PAUSE_MS)
  }

  /** Runs the write and measures it. */
  timed<T>(write: () => T): T {
    const startedMs = this.#clock.monotonicMs()
    const result = write()
    const tookMs = this.#clock.monotonicMs() - startedMs
    this.#isSlow = tookMs > HANGING_WRITE_MS || (tookMs > SLOW_WRITE_MS && this.#wasSlow)
    this.#wasSlow = tookMs > SLOW_WRITE_MS
    if (this.#isSlow) this.#pauseFor(PAUSE_MS)
    return result
  }

  /** There was no room: waits a moment. */
  pause(): void {
    this.#pauseFor(SHORT_PAUSE_MS)
  }

  #pauseFor(pauseMs: number): void {
    this.#untilMs = this.#clock.monotonicMs() + pauseMs
  }
}
