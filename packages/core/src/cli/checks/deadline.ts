import { DeliveryError } from '../../errors'

/** When all of it has to be over. */
export class Deadline {
  readonly #untilMs: number

  constructor(limitMs: number) {
    this.#untilMs = performance.now() + limitMs
  }

  /** What is left of it, and at most so much. */
  leftMs(atMostMs: number): number {
    return Math.max(1, Math.round(Math.min(atMostMs, this.#untilMs - performance.now())))
  }
}

/** Waits for `work` so long, and holds the process for it: what undici and `dns` wait for may not. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeliveryError('no answer in time')), limitMs)
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    clearTimeout(timer)
  }
}
