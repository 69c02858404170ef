import { DeliveryError } from '../../errors'

/** The time by which all checks must have ended. */
export class Deadline {
  readonly #untilMs: number

  constructor(limitMs: number) {
    this.#untilMs = performance.now() + limitMs
  }

  /** Returns the remaining time, but at most `atMostMs`. */
  leftMs(atMostMs: number): number {
    return Math.max(1, Math.round(Math.min(atMostMs, this.#untilMs - performance.now())))
  }
}

/**
 * Resolves with the result of `work`, or rejects after `limitMs`. Its timer keeps the process alive, because the sockets of
 * undici and `dns` may not.
 */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeliveryError('no response in time')), limitMs)
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    clearTimeout(timer)
  }
}
