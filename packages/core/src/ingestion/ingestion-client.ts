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

/** The maximum number of bytes that are read. Responses of the service are much shorter. */
const MAX_RESPONSE_BYTES = 1_048_576

/** How long a redirect is remembered: until then, requests go directly to its target. */
const REDIRECT_LIFE_MS = 12 * 3_600_000

export type ClientOptions = ConnectionOptions & Pick<DeliveryOptions, 'credential'>

/** Posts payloads to one destination. `post` never throws: it returns failures as outcomes, too. */
export class IngestionClient {
  readonly #destination: Destination
  readonly #url: URL
  readonly #options: ClientOptions
  readonly #maxConnections: number
  readonly #clock: Clock
  readonly #tokens: Tokens | undefined
  #connections: Connections | undefined
  #isClosed = false
  #abortController = new AbortController()
  #redirect: { readonly target: URL; readonly untilMs: number } | undefined

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
      this.#redirect = undefined // the failure may be due to the redirect's target
      return { kind: 'retryable', reason: describeFailure(error) }
    }
  }

  /** Loads undici. Call it outside of any request, because it takes about 50 ms the first time. */
  load(): Connections {
    if (this.#isClosed) throw new DeliveryError('the client is closed')
    this.#connections ??= openConnections(loadUndici(), this.#options, this.#maxConnections)
    return this.#connections
  }

  /** Aborts all requests and closes the connections. The next request opens new ones. */
  async abort(): Promise<void> {
    this.#abortController.abort()
    this.#abortController = new AbortController()
    const connections = this.#connections
    this.#connections = undefined
    await connections?.destroy()
  }

  /** Aborts all requests, as `abort` does. Later calls of `post` fail immediately. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.abort()
  }

  /**
   * Returns the data that another thread needs to post to the same destination, or undefined while there is no valid token.
   */
  forThread(): { readonly destination: Destination; readonly token: string | undefined } | undefined {
    const token = this.#tokens?.current
    if (this.#tokens !== undefined && token === undefined) return undefined
    return { destination: this.#destination, token }
  }

  /** Replaces a refused token and retries once, because the token may have been revoked. */
  async #postSigned(payload: Payload): Promise<SendOutcome> {
    if (this.#tokens === undefined) return this.#follow(payload, undefined)
    const token = await this.#unlessAborted(this.#tokens.token())
    const outcome = await this.#follow(payload, token)
    if (outcome.kind !== 'denied') return outcome
    const replacement = await this.#unlessAborted(this.#tokens.replace(token)).catch(() => undefined)
    return replacement === undefined ? outcome : this.#follow(payload, replacement)
  }

  /** Returns the result of `work`, or rejects on abort, so that `abort` does not wait for a slow credential. */
  #unlessAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#abortController
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(new DeliveryError('aborted before the credential returned a token'))
      if (signal.aborted) onAbort()
      signal.addEventListener('abort', onAbort, { once: true })
      void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

  async #follow(payload: Payload, token: string | undefined): Promise<SendOutcome> {
    const signal = AbortSignal.timeout(this.#options.requestTimeoutMs)
    let url = this.#redirectTarget ?? this.#url
    for (let hops = 0; ; hops++) {
      const response = await this.#request(url, payload, token, signal)
      const { status, location } = response
      const target =
        status === 307 || status === 308 ? trustedRedirect(this.#url, url, location, token !== undefined) : undefined
      if (target === undefined || hops === MAX_HOPS) {
        const outcome = readBreezeResponse(response, payload)
        this.#remember(url, status < 300 && outcome.kind !== 'misconfigured')
        return outcome
      }
      url = target
    }
  }

  get #redirectTarget(): URL | undefined {
    const redirect = this.#redirect
    return redirect !== undefined && this.#clock.monotonicMs() < redirect.untilMs ? redirect.target : undefined
  }

  /** Sends the next request to the URL that accepted this one, or to the configured endpoint if no URL accepted it. */
  #remember(url: URL, hasAccepted: boolean): void {
    if (!hasAccepted || url === this.#url) this.#redirect = undefined
    else if (url !== this.#redirect?.target) {
      this.#redirect = { target: url, untilMs: this.#clock.monotonicMs() + REDIRECT_LIFE_MS }
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
    if (bytes > MAX_RESPONSE_BYTES) break // leaving the loop destroys the stream
  }
  return Buffer.concat(chunks).toString('utf8')
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
