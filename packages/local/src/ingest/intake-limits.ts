import { TokenBucket } from './token-bucket'

/** The limit for all running requests together, in received plus unpacked bytes. */
const MAX_HELD_BYTES = 64 * 1024 * 1024

/** The browser SDK sends at most 100 KB at a time. The burst allows one body of maximum size. */
const PAGE_BURST_BYTES = 32 * 1024 * 1024
const PAGE_BYTES_PER_SECOND = 1024 * 1024

/** Charged per item, because even a short item takes time. */
const BYTES_PER_ITEM = 512

export const PAGES_TOO_FAST = `Web pages must not send more than ${PAGE_BYTES_PER_SECOND} bytes per second, counting ${BYTES_PER_ITEM} extra for each item`

/** Thrown to stop reading a body. */
export class BodyRejected extends Error {
  override readonly name = 'BodyRejected'
  readonly statusCode: 413 | 429 | 503

  constructor(statusCode: BodyRejected['statusCode'], message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** Limits the memory used by all requests together, and the rate at which web pages may send. */
export class IntakeLimits {
  readonly #pages: TokenBucket
  #heldBytes = 0

  constructor(nowMs: () => number = () => performance.now()) {
    this.#pages = new TokenBucket(PAGE_BURST_BYTES, PAGE_BYTES_PER_SECOND, nowMs)
  }

  /** Starts tracking the bytes of one request. Dispose of the result when the response has been sent. */
  admit(isFromPage: boolean): Admission {
    let held = 0
    return {
      take: (bytes) => {
        if (isFromPage && !this.#pages.take(bytes)) throw new BodyRejected(429, PAGES_TOO_FAST)
        if (this.#heldBytes + bytes > MAX_HELD_BYTES) {
          throw new BodyRejected(503, `All requests together must not exceed ${MAX_HELD_BYTES} bytes`)
        }
        this.#heldBytes += bytes
        held += bytes
      },
      takeItems: (count) => !isFromPage || this.#pages.take(count * BYTES_PER_ITEM),
      [Symbol.dispose]: () => {
        this.#heldBytes -= held
        held = 0
      },
    }
  }
}

export interface Admission extends Disposable {
  /** Reserves the bytes. @throws BodyRejected if they exceed a limit. */
  take(bytes: number): void
  /** Returns false if web pages have sent too many items. */
  takeItems(count: number): boolean
}
