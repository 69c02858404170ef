import { hash } from 'node:crypto'
import { type FoundError, isFields, type LineRecord } from '@azmon/core/adapter'

/** The meaning of a record's error. */
export type ErrorRole =
  /** An error of the application, which becomes an exception. */
  | 'exception'
  /**
   * A repetition: the request already has a row of `exceptions` with this error, or with any error if pino-http made this one.
   */
  | 'known'
  /** The reason why a request was rejected (4xx), which is not an error of the application. */
  | 'refusal'

/**
 * Remembers the errors that were logged during requests. Frameworks log a line about each request that failed, with the
 * response and an error: Fastify logs what a handler threw, pino-http logs what the application set as `res.err`, or else an
 * error of its own. The application may have logged the same error before, or recorded it on a span.
 */
export class RequestErrors {
  /** The hashes of errors, by the id of their request. */
  readonly #logged = new Map<string, string[]>()

  roleOf(record: LineRecord, { value }: FoundError): ErrorRole {
    const { stack = '' } = value as Error
    const status = statusOf(record)
    const id = requestIdOf(record)
    if (status === undefined) return this.#remember(id, stack)
    if (status >= 400 && status < 500) return 'refusal'
    const logged = this.#logged.get(id ?? '')
    if (record['azmon.recordedError'] !== undefined || logged?.includes(hashOf(stack))) return 'known'
    return isOfPinoHttp(stack) && logged !== undefined ? 'known' : 'exception'
  }

  #remember(id: string | undefined, stack: string): ErrorRole {
    if (id === undefined) return 'exception'
    const logged = this.#logged.get(id) ?? []
    this.#logged.delete(id) // the newest is last
    this.#logged.set(id, [...logged.slice(1 - MAX_ERRORS), hashOf(stack)])
    const [oldest = ''] = this.#logged.keys()
    if (this.#logged.size > MAX_REQUESTS) this.#logged.delete(oldest)
    return 'exception'
  }
}

/** Returns whether the record is about a response that failed (5xx). pino-http logs it as information by default. */
export function isFailedResponse(record: LineRecord): boolean {
  return (statusOf(record) ?? 0) >= 500
}

/** Returns whether a stack is that of an error which pino-http makes itself: "failed with status code 500". */
export function isOfPinoHttp(stack: string | undefined): boolean {
  return OF_PINO_HTTP.test(stack ?? '')
}

// --- helpers, in order of use ---

/** The function has this name in all versions. */
const OF_PINO_HTTP = /^Error: failed with status code \d+\n\s+at (?:onResFinished |.*\bpino-http\b)/

/** The maximum for one request. */
const MAX_ERRORS = 8

/** In most applications, fewer requests than this are in flight. */
const MAX_REQUESTS = 1_000

function hashOf(stack: string): string {
  return hash('sha1', stack, 'base64')
}

function statusOf({ res }: LineRecord): number | undefined {
  const status = isFields(res) ? res['statusCode'] : undefined
  return typeof status === 'number' ? status : undefined
}

/** Returns the id that pino-http and Fastify give to a request. */
function requestIdOf({ req, reqId }: LineRecord): string | undefined {
  const id = reqId ?? (isFields(req) ? req['id'] : undefined)
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
