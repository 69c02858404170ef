import type { Destination } from '../connection-string'
import { retryAfterMs } from '../pipeline/retry'
import { readBreezeResponse, type SendOutcome } from './breeze-response'
import { type Connections, openConnections } from './dispatcher'
import type { Payload } from './payload'

/** No answer of the service is longer; what is longer is not from the service. */
const MAX_ANSWER_BYTES = 1_048_576

/** Posts payloads to one destination. Every answer, and every failure to get one, is an outcome; nothing throws. */
export class IngestionClient {
  readonly #url: URL
  readonly #requestTimeoutMs: number
  readonly #maxConnections: number
  #connections: Connections | undefined

  constructor({ ingestionEndpoint }: Destination, requestTimeoutMs: number, maxConnections: number) {
    this.#url = new URL(`${ingestionEndpoint}/v2.1/track`)
    this.#requestTimeoutMs = requestTimeoutMs
    this.#maxConnections = maxConnections
  }

  async post({ body, encoding, items }: Payload): Promise<SendOutcome> {
    try {
      const response = await this.load().dispatcher.request({
        origin: this.#url.origin,
        path: this.#url.pathname,
        method: 'POST',
        headers: {
          'content-type': 'application/x-json-stream',
          ...(encoding === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
        },
        body,
        signal: AbortSignal.timeout(this.#requestTimeoutMs),
      })
      const retryAfter = response.headers['retry-after']
      return readBreezeResponse(
        {
          status: response.statusCode,
          body: await readText(response.body),
          retryAfterMs: retryAfterMs(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter),
        },
        items,
      )
    } catch (error) {
      return { kind: 'retryable', reason: describe(error) }
    }
  }

  /** Loads undici, which takes about 120 ms the first time: call it while nothing is waiting. */
  load(): Connections {
    this.#connections ??= openConnections(require('undici'), this.#maxConnections)
    return this.#connections
  }

  /** Ends the connections, answered or not; the next request makes new ones. */
  async abort(): Promise<void> {
    const connections = this.#connections
    this.#connections = undefined
    await connections?.destroy()
  }
}

// --- helpers, in order of use ---

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) return '' // leaving the loop destroys the stream
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The code where there is one: a message may quote what an endpoint or a proxy said. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed'
  const code: unknown = Reflect.get(error, 'code')
  if (error.name === 'TimeoutError') return 'no answer in time'
  return typeof code === 'string' ? code : error.name
}
