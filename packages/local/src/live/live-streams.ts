import type { LiveMetrics } from './live-metrics'

/** Each page has one stream. */
const MAX_STREAMS = 32
/** What a reader that is too slow may have waiting: more than a minute of a busy program. */
const MAX_WAITING_BYTES = 1024 * 1024
const HEARTBEAT_MS = 15_000
/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000

/** Streams of server-sent events: `metrics`, `documents` and `stored`. */
export class LiveStreams {
  readonly #live: LiveMetrics
  readonly #open = new Set<() => void>()
  #isClosed = false

  constructor(live: LiveMetrics) {
    this.#live = live
  }

  /**
   * Returns undefined if too many are open, or after `close()`.
   * @param disconnect called once if the reader is too slow
   */
  open(disconnect: () => void): ReadableStream<Uint8Array> | undefined {
    if (this.#isClosed || this.#open.size >= MAX_STREAMS) return undefined
    let end: () => void = () => {}
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          end = this.#begin(controller, disconnect)
        },
        cancel: () => end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    )
  }

  /** Ends all streams. Browsers connect again if the server is back. */
  close(): void {
    this.#isClosed = true
    for (const close of [...this.#open]) close()
  }

  /** Returns the function that ends the subscription when the reader has gone. */
  #begin(controller: ReadableStreamDefaultController<Uint8Array>, disconnect: () => void): () => void {
    const send = (text: string) => {
      if (!this.#open.has(close)) return // ended by the event before, of the same post
      controller.enqueue(Buffer.from(text))
      if ((controller.desiredSize ?? 0) > 0) return
      close()
      disconnect()
    }
    const unsubscribe = this.#live.subscribe({
      onPost: ({ sample, documents }) => {
        send(event('metrics', sample))
        if (documents.length > 0) send(event('documents', documents))
      },
      onStored: (counts) => send(event('stored', counts)),
    })
    const heartbeat = setInterval(() => send(':\n\n'), HEARTBEAT_MS).unref()
    const end = () => {
      unsubscribe()
      clearInterval(heartbeat)
      this.#open.delete(close)
    }
    const close = () => {
      end()
      controller.close()
    }
    this.#open.add(close)
    send(`retry: ${RETRY_MS}\n\n`)
    return end
  }
}

// --- helpers ---

/** JSON contains no line breaks. */
function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
