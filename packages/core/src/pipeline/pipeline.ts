import { AsyncResource } from 'node:async_hooks'
import { type Clock, systemClock, type Timer } from '../clock'
import { Diagnostics, type DropReason, type Stats } from '../diagnostics'
import type { SerializedEnvelope } from '../envelope/serialize'
import type { SeverityLevel } from '../envelope/severity'
import type { SendOutcome } from '../ingestion/breeze-response'
import type { Payload } from '../ingestion/payload'
import type { DeliveryOptions } from '../options'
import type { EndsWithProcess } from '../shutdown/exit-hooks'
import { MemorySpool } from '../spool/memory-spool'
import { Batcher } from './batch'
import { BoundedQueue } from './bounded-queue'
import { MAX_IN_FLIGHT } from './breaker'
import { type DeliveryReport, type FlushOptions, FlushWatch, flushTimeoutMs } from './flush'
import { Sender } from './sender'

/** What a pipeline needs of the network. */
export interface Ingestion {
  post(payload: Payload): Promise<SendOutcome>
  load(): void
  /** Ends every request that is under way. */
  abort(): Promise<void>
  /** The same, and for good: what is posted later fails at once. */
  close(): Promise<void>
}

/** Ending requests takes no time. Should it, nobody is held for it. */
const CLOSE_LIMIT_MS = 1_000

/**
 * From serialised item to acknowledged item, for one destination:
 *
 *     push -> queue -> batch -> sender -> endpoint
 *                                 |  ^
 *                                 v  |
 *                                spool
 */
export class Pipeline implements EndsWithProcess {
  readonly diagnostics = new Diagnostics()
  readonly options: DeliveryOptions
  readonly #ingestion: Ingestion
  readonly #clock: Clock
  readonly #queue: BoundedQueue
  readonly #batcher: Batcher
  readonly #sender: Sender
  readonly #spool: MemorySpool
  #pumpScheduled = false

  constructor(options: DeliveryOptions, ingestion: Ingestion, clock: Clock = systemClock) {
    const { maxBatchItems, maxBatchAgeMs, maxQueueBytes, minRetryDelayMs } = options
    // Beside the queue itself, batches on their way may take half of its bytes, and batches set aside the other half.
    const maxBatchBytes = Math.min(options.maxBatchBytes, maxQueueBytes / 2 / MAX_IN_FLIGHT)
    const batching = { maxBatchItems, maxBatchBytes, maxBatchAgeMs }
    this.options = options
    this.#ingestion = ingestion
    this.#clock = clock
    this.#queue = new BoundedQueue(maxQueueBytes)
    this.#spool = new MemorySpool(maxQueueBytes / 2)
    this.#batcher = new Batcher(this.#queue, batching, clock, () => this.#pumpSoon())
    this.#sender = new Sender({
      next: () => this.#batcher.next(),
      putBack: (batch) => this.#dropped(this.#queue.putBack(batch.items)),
      post: (payload) => ingestion.post(payload),
      spool: this.#spool,
      diagnostics: this.diagnostics,
      clock,
      minRetryDelayMs,
    })
    // Loading the HTTP client takes long enough to be felt: do it before there is traffic, not at the first batch.
    setImmediate(() => outsideRequests(() => this.#load()))
  }

  /** Takes the item in. Never throws, never waits. */
  push(item: SerializedEnvelope): void {
    this.diagnostics.received++
    this.#dropped(this.#queue.push(item))
    this.#batcher.arrived(item)
  }

  /** For an item that cannot go any further: it is counted, and that is all. */
  refuse(reason: DropReason, severityLevel?: SeverityLevel): void {
    this.diagnostics.received++
    this.diagnostics.droppedUnserialised(reason, severityLevel)
  }

  /** Sends everything accepted so far. Resolves even on failure: what could not be sent is in the report. */
  async flush(options?: FlushOptions, how?: 'in-background'): Promise<DeliveryReport> {
    const watch = new FlushWatch(this.diagnostics, this.#queue.newest, this.#held)
    this.#batcher.flush()
    await this.#atMost(flushTimeoutMs(options), watch.done, how)
    return watch.report()
  }

  get holdsItems(): boolean {
    return this.#held > 0
  }

  async flushBeforeExit(): Promise<void> {
    const watch = new FlushWatch(this.diagnostics, this.#queue.newest, this.#held)
    this.#batcher.flush()
    const hurry = outsideRequests(() => this.#sender.hurry())
    await this.#atMost(this.options.exitFlushMs, Promise.race([watch.done, hurry.gaveUp]))
    // A connection that is still being made holds the process, whatever is unref'd: the time is up for it too.
    if (watch.report().pending > 0) await this.#ingestion.abort()
    hurry.end()
  }

  /** Ends every request and drops what is left. Flush first. */
  async close(): Promise<void> {
    const stopped = this.#sender.stop()
    await this.#atMost(CLOSE_LIMIT_MS, Promise.all([this.#ingestion.close(), stopped]))
    const left = this.#queue.take(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    if (left.length > 0) this.diagnostics.dropped('closed', left)
    for (let claim = await this.#spool.claim(); claim !== undefined; claim = await this.#spool.claim()) {
      const forgotten = claim.ack()
      this.diagnostics.dropped('closed', claim.batch.items)
      await forgotten
    }
  }

  stats(): Stats {
    return this.diagnostics.stats({
      queued: this.#queue.items + this.#spool.items,
      inFlight: this.#sender.inFlightItems,
      breaker: this.#sender.breaker,
    })
  }

  /** Items that have not reached their end. */
  get #held(): number {
    return this.#queue.items + this.#spool.items + this.#sender.inFlightItems
  }

  /** Where it fails for now, as when there are too many open files, the first request tries again. */
  #load(): void {
    try {
      this.#ingestion.load()
    } catch (error) {
      this.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #dropped(items: readonly SerializedEnvelope[]): void {
    if (items.length > 0) this.diagnostics.dropped('queue-full', items)
  }

  /** In a turn of its own: joining and compressing a batch is not the work of the one log call that completed it. */
  #pumpSoon(): void {
    if (this.#pumpScheduled) return
    this.#pumpScheduled = true
    setImmediate(() => {
      this.#pumpScheduled = false
      outsideRequests(() => this.#sender.pump())
    })
  }

  /** The process stays for this, because somebody waits for it. */
  async #atMost(timeoutMs: number, done: Promise<unknown>, how?: 'in-background'): Promise<void> {
    let timer: Timer | undefined
    const timeUp = new Promise<void>((resolve) => {
      timer = this.#clock.after(timeoutMs, resolve, how === undefined ? 'keeps-alive' : undefined)
    })
    await Promise.race([done, timeUp])
    timer?.cancel()
  }
}

// --- helpers, in order of use ---

const startup = new AsyncResource('AZMON')

/**
 * The first record of a batch is often logged inside a request, and what is started there inherits the request's async
 * context: our POST would show up as that request's child. So everything that sends runs in the context of our loading.
 */
function outsideRequests<T>(work: () => T): T {
  return startup.runInAsyncScope(work)
}
