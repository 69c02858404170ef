import { DeliveryError } from '../../errors'

/** The moment by which all checks must be over. */
export class Deadline {
  readonly #untilMs: number

  constructor(limitMs: number) {
    this.#untilMs = performance.now() + limitMs
  }

  /** The time left, but at most `atMostMs`. */
  leftMs(atMostMs: number): number {
    return Math.max(1, Math.round(Math.min(atMostMs, this.#untilMs - performance.now())))
  }
}

/** Rejects after `limitMs`. Its timer keeps the process alive, which the sockets of undici and `dns` may not. */
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
