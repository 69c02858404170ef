import { hash } from 'node:crypto'
import { type FoundError, isFields } from '@azmon/core/adapter'
import type { LineRecord } from './line-record'

/** What the error of a record is. */
export type ErrorRole =
  /** An exception. */
  | 'exception'
  /** Nothing new: the request has a row of `exceptions` with this error, or pino-http made the error from the status alone. */
  | 'known'
  /** The reason why a request was refused (4xx), which is no error of the application. */
  | 'refusal'

/**
 * Remembers the errors that were logged during requests. Frameworks log a line about each request that failed, with the
 * response and an error: Fastify logs what a handler threw, pino-http logs what the application set as `res.err`, or else an
 * error of its own. The application may have logged the same error before.
 */
export class RequestErrors {
  /** Hashes, ordered by age. */
  readonly #logged = new Set<string>()

  roleOf(record: LineRecord, { value }: FoundError): ErrorRole {
    const { stack } = value as Error
    if (OF_PINO_HTTP.test(stack ?? '')) return 'known'
    const status = statusOf(record)
    if (status !== undefined && status >= 400 && status < 500) return 'refusal'
    const id = requestIdOf(record)
    if (id === undefined) return 'exception'
    const error = hash('sha1', `${id} ${stack}`, 'base64')
    if (status !== undefined && this.#logged.delete(error)) return 'known'
    if (status === undefined) this.#remember(error)
    return 'exception'
  }

  #remember(error: string): void {
    this.#logged.add(error)
    if (this.#logged.size <= MAX_ERRORS) return
    for (const oldest of this.#logged) {
      this.#logged.delete(oldest)
      return
    }
  }
}

/** Returns whether the record is about a response that failed (5xx). pino-http logs it as information by default. */
export function isFailedResponse(record: LineRecord): boolean {
  return (statusOf(record) ?? 0) >= 500
}

// --- helpers, in order of use ---

/** The function is called so in all versions. */
const OF_PINO_HTTP = /^Error: failed with status code \d+\n\s+at (?:onResFinished |.*\bpino-http\b)/

/** More errors than requests can be in flight in most applications. */
const MAX_ERRORS = 1_000

function statusOf({ res }: LineRecord): number | undefined {
  const status = isFields(res) ? res['statusCode'] : undefined
  return typeof status === 'number' ? status : undefined
}

/** Returns the id that pino-http and Fastify give to a request. */
function requestIdOf({ req, reqId }: LineRecord): string | undefined {
  const id = reqId ?? (isFields(req) ? req['id'] : undefined)
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
