import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { EventEmitter } from 'node:events'
import { onHttp2Stream } from './http2-streams'

export interface RequestShares {
  readonly perSecond: number | undefined
  /** The mean duration of requests that ended after the last reading; 0 if there were none. */
  readonly meanMs: number
}

/** Measures requests to the `http`, `https` and `http2` servers of this process between two readings. */
export class ServerRequests {
  readonly #stops: readonly (() => void)[]
  #started = 0
  #ended = 0
  #tookMs = 0

  constructor() {
    subscribe(STARTED, this.#onStarted)
    this.#stops = [() => unsubscribe(STARTED, this.#onStarted), onHttp2Stream((stream) => this.#count(stream))]
  }

  read(elapsedMs: number): RequestShares {
    const perSecond = elapsedMs > 0 ? (1_000 * this.#started) / elapsedMs : undefined
    const meanMs = this.#ended === 0 ? 0 : this.#tookMs / this.#ended
    this.#started = 0
    this.#ended = 0
    this.#tookMs = 0
    return { perSecond, meanMs }
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  readonly #onStarted = (message: unknown) => this.#count((message as { readonly response: EventEmitter }).response)

  /** `finish` is not emitted for an aborted request; `close` always is. */
  #count(response: EventEmitter): void {
    const startedMs = performance.now()
    this.#started++
    response.once('close', () => {
      this.#ended++
      this.#tookMs += performance.now() - startedMs
    })
  }
}

// --- helpers ---

/** @see https://nodejs.org/api/diagnostics_channel.html#http */
const STARTED = 'http.server.request.start'
