import type { Payload } from '../batch/payload'
import { type Clock, systemClock } from '../clock'
import { DeliveryError } from '../errors'
import { retryAfterMs } from '../ingestion/retry-after'
import type { Destination } from '../options/connection-string'
import type { DeliveryOptions } from '../options/resolve'
import { type BreezeResponse, readBreezeResponse, type SendOutcome } from './breeze-response'
import { Tokens } from './credentials'
import { type ConnectionOptions, type Connections, openConnections } from './dispatcher'
import { describeFailure } from './failure'
import { MAX_HOPS, trustedRedirect } from './redirect'
import { loadUndici } from './undici'
import { withoutTracing } from './without-tracing'

/** No response of the service is longer; the rest of a longer one is not read. */
const MAX_ANSWER_BYTES = 1_048_576

/** How long a redirect is taken for granted. */
const REDIRECT_LIFE_MS = 12 * 3_600_000

export type ClientOptions = ConnectionOptions & Pick<DeliveryOptions, 'credential'>

/** Posts payloads to one destination. Every answer, and every failure to get one, is an outcome; nothing throws. */
export class IngestionClient {
  readonly #destination: Destination
  readonly #url: URL
  readonly #options: ClientOptions
  readonly #maxConnections: number
  readonly #clock: Clock
  readonly #tokens: Tokens | undefined
  #connections: Connections | undefined
  #isClosed = false
  #abortion = new AbortController()
  #moved: { readonly to: URL; readonly untilMs: number } | undefined

  constructor(destination: Destination, options: ClientOptions, maxConnections: number, clock: Clock = systemClock) {
    const { credential } = options
    this.#destination = destination
    this.#url = new URL(`${destination.ingestionEndpoint}/v2.1/track`)
    this.#options = options
    this.#maxConnections = maxConnections
    this.#clock = clock
    this.#tokens = credential === undefined ? undefined : new Tokens(credential, destination.tokenScope, clock)
  }

  async post(payload: Payload): Promise<SendOutcome> {
    if (this.#isClosed) return { kind: 'retryable', reason: 'the client is closed' }
    try {
      return await withoutTracing(() => this.#postSigned(payload))
    } catch (error) {
      this.#moved = undefined // it may be the place we were sent to that is gone
      return { kind: 'retryable', reason: describeFailure(error) }
    }
  }

  /** Loads undici, which takes some 50 ms the first time: call it while nothing is waiting. */
  load(): Connections {
    if (this.#isClosed) throw new DeliveryError('the client is closed')
    this.#connections ??= openConnections(loadUndici(), this.#options, this.#maxConnections)
    return this.#connections
  }

  /** Ends the connections, answered or not; the next request makes new ones. */
  async abort(): Promise<void> {
    this.#abortion.abort()
    this.#abortion = new AbortController()
    const connections = this.#connections
    this.#connections = undefined
    await connections?.destroy()
  }

  /** The same, and for good: whatever is posted later fails at once. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.abort()
  }

  /** What another thread needs to post to the same destination; undefined while there is no token that it could use. */
  forThread(): { readonly destination: Destination; readonly token: string | undefined } | undefined {
    const token = this.#tokens?.current
    if (this.#tokens !== undefined && token === undefined) return undefined
    return { destination: this.#destination, token }
  }

  /** A token that is refused is replaced once, at once: it may have been revoked. */
  async #postSigned(payload: Payload): Promise<SendOutcome> {
    if (this.#tokens === undefined) return this.#follow(payload, undefined)
    const token = await this.#unlessAborted(this.#tokens.token())
    const outcome = await this.#follow(payload, token)
    if (outcome.kind !== 'denied') return outcome
    // Where there is no other token, what was said of this one stands.
    const another = await this.#unlessAborted(this.#tokens.insteadOf(token)).catch(() => undefined)
    return another === undefined ? outcome : this.#follow(payload, another)
  }

  /** An application's credential may take its time; whoever ends the requests does not wait for it. */
  #unlessAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#abortion
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(new DeliveryError('ended before there was a token'))
      if (signal.aborted) onAbort()
      signal.addEventListener('abort', onAbort, { once: true })
      void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

  async #follow(payload: Payload, token: string | undefined): Promise<SendOutcome> {
    const signal = AbortSignal.timeout(this.#options.requestTimeoutMs)
    const moved = this.#moved !== undefined && this.#clock.monotonicMs() < this.#moved.untilMs ? this.#moved : undefined
    let url = moved?.to ?? this.#url
    for (let hops = 0; ; hops++) {
      const response = await this.#request(url, payload, token, signal)
      const { status, location } = response
      const target = status === 307 || status === 308 ? trustedRedirect(this.#url, url, location) : undefined
      if (target === undefined || hops === MAX_HOPS) {
        const outcome = readBreezeResponse(response, payload)
        this.#remember(url, status < 300 && outcome.kind !== 'misconfigured')
        return outcome
      }
      url = target
    }
  }

  /** Where it was taken is where to post next; after anything else the configured endpoint is asked again. */
  #remember(url: URL, wasTaken: boolean): void {
    if (!wasTaken || url === this.#url) this.#moved = undefined
    else if (url !== this.#moved?.to) {
      this.#moved = { to: url, untilMs: this.#clock.monotonicMs() + REDIRECT_LIFE_MS }
    }
  }

  async #request(url: URL, payload: Payload, token: string | undefined, signal: AbortSignal): Promise<Response> {
    const { statusCode, headers, body } = await this.load().dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/x-json-stream',
        ...(payload.encoding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: payload.body,
      signal,
    })
    return {
      status: statusCode,
      body: await readText(body),
      retryAfterMs: retryAfterMs(first(headers['retry-after'])),
      location: first(headers['location']),
    }
  }
}

// --- helpers, in order of use ---

interface Response extends BreezeResponse {
  readonly location: string | undefined
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) break // leaving the loop destroys the stream
  }
  return Buffer.concat(chunks).toString('utf8')
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
