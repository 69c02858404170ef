import type { Clock, Timer } from '../clock'
import { DeliveryError } from '../errors'
import type { TokenCredential } from '../options/telemetry-client-options'
import { describeFailure } from './failure'

const TOKEN_TIMEOUT_MS = 10_000

const MIN_LIFE_LEFT_MS = 300_000
const SHARE_OF_LIFE = 0.8

/** Caches the token of a credential and renews it before it expires. Concurrent callers share one `getToken` call. */
export class Tokens {
  readonly #credential: TokenCredential
  readonly #scope: string
  readonly #clock: Clock
  #current: Token | undefined
  #pending: Promise<Token> | undefined

  constructor(credential: TokenCredential, scope: string, clock: Clock) {
    this.#credential = credential
    this.#scope = scope
    this.#clock = clock
  }

  /** The cached token, unless it has expired. */
  get current(): string | undefined {
    const current = this.#current
    return current !== undefined && this.#clock.monotonicMs() < current.expiresMs ? current.token : undefined
  }

  /**
   * Returns a token that has not expired. While a renewal is pending or failing, the old token is used until it expires.
   * @throws DeliveryError if the credential returns no valid token.
   */
  async token(): Promise<string> {
    const nowMs = this.#clock.monotonicMs()
    const current = this.#current
    if (current !== undefined && nowMs < current.refreshMs) return current.token
    const renewal = this.#renewOnce()
    if (current === undefined || nowMs >= current.expiresMs) return (await renewal).token
    renewal.catch(() => {}) // the current token is still valid, and the next request tries again
    return current.token
  }

  /**
   * Replaces a token that the endpoint refused.
   * @throws DeliveryError if the credential returns no valid token.
   */
  async replace(refused: string): Promise<string> {
    if (this.#current?.token === refused) this.#current = undefined
    return this.token()
  }

  #renewOnce(): Promise<Token> {
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #renew(): Promise<Token> {
    let timer: Timer | undefined
    const timeout = new Promise<never>((_, reject) => {
      timer = this.#clock.after(TOKEN_TIMEOUT_MS, () => {
        reject(new DeliveryError(`getToken() took more than ${TOKEN_TIMEOUT_MS / 1_000} seconds`))
      })
    })
    try {
      const result = await Promise.race([this.#credential.getToken(this.#scope), timeout])
      this.#current = checkedToken(result, this.#clock.monotonicMs())
      return this.#current
    } catch (error) {
      throw new DeliveryError(`the credential returned no token: ${describeFailure(error)}`)
    } finally {
      timer?.cancel()
    }
  }
}

// --- helpers, in order of use ---

/** A token. Its times are monotonic, so that later changes of the wall clock have no effect. */
interface Token {
  readonly token: string
  readonly refreshMs: number
  readonly expiresMs: number
}

function checkedToken(result: Awaited<ReturnType<TokenCredential['getToken']>>, nowMs: number): Token {
  if (result === null) throw new DeliveryError('getToken() returned null')
  const { token, expiresOnTimestamp } = result
  if (typeof token !== 'string' || typeof expiresOnTimestamp !== 'number') {
    throw new DeliveryError('getToken() must return a string as token and a number as expiresOnTimestamp')
  }
  const lifeMs = expiresOnTimestamp - Date.now()
  if (!(lifeMs > 0)) throw new DeliveryError('the token has expired')
  // Renew a short-lived token after half of its life, because otherwise every request would renew it.
  const freshMs = Math.max(lifeMs / 2, Math.min(lifeMs - MIN_LIFE_LEFT_MS, lifeMs * SHARE_OF_LIFE))
  return { token, refreshMs: nowMs + freshMs, expiresMs: nowMs + lifeMs }
}
