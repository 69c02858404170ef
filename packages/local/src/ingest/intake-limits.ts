import { TokenBucket } from './token-bucket'

/** Held by all requests under way together: what they sent, and what that unpacks to. */
const MAX_BYTES_UNDER_WAY = 64 * 1024 * 1024

/** The browser SDK sends at most 100 KB at a time; the burst is one body of the greatest length. */
const PAGE_BURST_BYTES = 32 * 1024 * 1024
const PAGE_BYTES_PER_SECOND = 1024 * 1024

/** An item costs time however short it is. */
const BYTES_PER_ITEM = 512

export const PAGES_TOO_FAST = `Web pages must not send more than ${PAGE_BYTES_PER_SECOND} bytes a second, ${BYTES_PER_ITEM} of them for each item`

/** Why no more of a body is read. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused'
  readonly statusCode: 413 | 429 | 503

  constructor(statusCode: BodyRefused['statusCode'], message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** Bounds the memory of all requests together, and the rate at which web pages may send. */
export class IntakeLimits {
  readonly #pages: TokenBucket
  #bytesUnderWay = 0

  constructor(nowMs: () => number = () => performance.now()) {
    this.#pages = new TokenBucket(PAGE_BURST_BYTES, PAGE_BYTES_PER_SECOND, nowMs)
  }

  /** Opens the account of one request, which is to be disposed of when the request has been answered. */
  admit(isFromPage: boolean): Admission {
    let held = 0
    return {
      take: (bytes) => {
        if (isFromPage && !this.#pages.take(bytes)) throw new BodyRefused(429, PAGES_TOO_FAST)
        if (this.#bytesUnderWay + bytes > MAX_BYTES_UNDER_WAY) {
          throw new BodyRefused(503, `All requests together must not hold more than ${MAX_BYTES_UNDER_WAY} bytes`)
        }
        this.#bytesUnderWay += bytes
        held += bytes
      },
      takeItems: (count) => !isFromPage || this.#pages.take(count * BYTES_PER_ITEM),
      [Symbol.dispose]: () => {
        this.#bytesUnderWay -= held
        held = 0
      },
    }
  }
}

export interface Admission extends Disposable {
  /** @throws BodyRefused when there is no room for these bytes. */
  take(bytes: number): void
  /** Returns false when web pages have sent too many items. */
  takeItems(count: number): boolean
}
