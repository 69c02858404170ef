import type { Clock, Timer } from '../clock'
import { DeliveryError } from '../errors'
import type { TokenCredential } from '../options/telemetry-client-options'
import { describeFailure } from './failure'

/** An application's credential that hangs must not hang us. */
const TOKEN_TIMEOUT_MS = 10_000

const MIN_LIFE_LEFT_MS = 300_000
const SHARE_OF_LIFE = 0.8

/** The token that signs requests: asked for once however many need it, and again well before it expires. */
export class Tokens {
  readonly #credential: TokenCredential
  readonly #scope: string
  readonly #clock: Clock
  #current: Token | undefined
  #asked: Promise<Token> | undefined

  constructor(credential: TokenCredential, scope: string, clock: Clock) {
    this.#credential = credential
    this.#scope = scope
    this.#clock = clock
  }

  /** The token that the last request was signed with, unless it has expired. */
  get current(): string | undefined {
    const current = this.#current
    return current !== undefined && this.#clock.monotonicMs() < current.expiresMs ? current.token : undefined
  }

  /**
   * A token that has not expired. While a new one is asked for, and where none is given, the old one serves to its end.
   * @throws DeliveryError when there is no token to be had.
   */
  async token(): Promise<string> {
    const nowMs = this.#clock.monotonicMs()
    const current = this.#current
    if (current !== undefined && nowMs < current.refreshMs) return current.token
    const asked = this.#askOnce()
    if (current === undefined || nowMs >= current.expiresMs) return (await asked).token
    asked.catch(() => {}) // asked for in time: there will be other requests to ask again
    return current.token
  }

  /** Another token than one that was refused. @throws DeliveryError */
  async insteadOf(refused: string): Promise<string> {
    if (this.#current?.token === refused) this.#current = undefined
    return this.token()
  }

  #askOnce(): Promise<Token> {
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = undefined
    })
    return this.#asked
  }

  async #ask(): Promise<Token> {
    let timer: Timer | undefined
    const timeUp = new Promise<never>((_, reject) => {
      timer = this.#clock.after(TOKEN_TIMEOUT_MS, () => reject(new DeliveryError('it did not answer in time')))
    })
    try {
      const given = await Promise.race([this.#credential.getToken(this.#scope), timeUp])
      this.#current = usable(given, this.#clock.monotonicMs())
      return this.#current
    } catch (error) {
      throw new DeliveryError(`the credential gave no token: ${describeFailure(error)}`)
    } finally {
      timer?.cancel()
    }
  }
}

// --- helpers, in order of use ---

/** Moments are monotonic: what a wall clock does after the token came does not matter. */
interface Token {
  readonly token: string
  readonly refreshMs: number
  readonly expiresMs: number
}

function usable(given: Awaited<ReturnType<TokenCredential['getToken']>>, nowMs: number): Token {
  if (given === null) throw new DeliveryError('it answered null')
  const { token, expiresOnTimestamp } = given
  if (typeof token !== 'string' || typeof expiresOnTimestamp !== 'number') {
    throw new DeliveryError('its answer must have token, a string, and expiresOnTimestamp, a number')
  }
  const lifeMs = expiresOnTimestamp - Date.now()
  if (!(lifeMs > 0)) throw new DeliveryError('what it gave has expired')
  // A short life is used for half of its length, or each request would ask anew.
  const freshMs = Math.max(lifeMs / 2, Math.min(lifeMs - MIN_LIFE_LEFT_MS, lifeMs * SHARE_OF_LIFE))
  return { token, refreshMs: nowMs + freshMs, expiresMs: nowMs + lifeMs }
}
