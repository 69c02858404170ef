import type { Clock } from '../clock'
import { codeOf } from './file-system'

/** A disk that fails or crawls is left alone for so long. */
const REST_MS = 30_000

/** Somebody closes a file soon. */
const SHORT_REST_MS = 1_000

/** A synchronous write that takes longer holds up the application. */
const MAX_WRITE_MS = 100

/** Whether the disk is to be asked, learnt from how the last calls went. */
export class Suspension {
  readonly #clock: Clock
  #untilMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isOver(): boolean {
    return this.#clock.monotonicMs() >= this.#untilMs
  }

  failed(error: unknown): void {
    this.#rest(['EMFILE', 'ENFILE'].includes(codeOf(error) ?? '') ? SHORT_REST_MS : REST_MS)
  }

  /** Runs the write, and heeds how long it took. */
  timed<T>(write: () => T): T {
    const startedMs = this.#clock.monotonicMs()
    const result = write()
    if (this.#clock.monotonicMs() - startedMs > MAX_WRITE_MS) this.#rest(REST_MS)
    return result
  }

  #rest(restMs: number): void {
    this.#untilMs = this.#clock.monotonicMs() + restMs
  }
}
