import { isMainThread } from 'node:worker_threads'
import { type Clock, nextTurn, systemClock, type Timer } from '../clock'
import { Diagnostics } from '../diagnostics/diagnostics'
import type { DropReason, Stats } from '../diagnostics/stats'
import type { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import type { DeliveryOptions } from '../options/resolve'
import { RecordedErrors } from '../shutdown/uncaught'
import type { Disk } from '../spool/disk'
import { Batcher } from './batcher'
import { BoundedQueue } from './bounded-queue'
import { MAX_IN_FLIGHT } from './breaker'
import { warnUnlessDelivered } from './delivery-warning'
import { Ending } from './ending'
import { type DeliveryReport, type FlushOptions, type FlushWatch, flushTimeoutMs } from './flush-watch'
import type { Ingestion } from './ingestion'
import { outsideRequests } from './outside-requests'
import { Overflow } from './overflow'
import { Sender } from './sender'
import { openStorage, type Storage } from './storage'
import { withinLimit } from './time-limit'
import { UnfinishedItems } from './unfinished-items'

export interface FlushContext {
  /** True if no caller waits for the flush, so the process may end before it. */
  readonly isInBackground?: boolean
  /** Runs before the report is made. */
  readonly beforeReport?: () => Promise<void>
}

/** The number of default timeouts that a flush may take while items are being delivered. */
const MAX_ROUNDS = 3

/**
 * Delivers the serialized items of one destination:
 *
 *     push -> queue -> batch -> sender -> endpoint
 *              |                  |  ^
 *              '---- overfull --- v  |
 *                                spool
 */
export class Pipeline {
  readonly diagnostics = new Diagnostics()
  /** The uncaught errors that have already been tracked as exceptions. */
  readonly recordedUncaught = new RecordedErrors()
  readonly options: DeliveryOptions
  readonly ending: Ending
  readonly #ingestion: Ingestion
  readonly #clock: Clock
  readonly #queue: BoundedQueue
  readonly #batcher: Batcher
  readonly #storage: Storage
  readonly #overflow: Overflow
  readonly #sender: Sender
  readonly #unfinished: UnfinishedItems
  /** Called when everything is on disk and the breaker is open, because waiting longer would be useless. */
  readonly #onSafe = new Set<() => void>()
  #isPumpScheduled = false
  /** Warns if the first delivery takes too long. Undefined before the first item. */
  #deliveryWarning: Timer | undefined

  /** Without a `disk`, items that do not fit in memory are dropped and counted. */
  constructor(options: DeliveryOptions, ingestion: Ingestion, disk?: Disk, clock: Clock = systemClock) {
    const { maxBatchItems, maxBatchAgeMs, maxQueueBytes, minRetryDelayMs } = options
    const { diagnostics } = this
    // In addition to the queue, batches in flight may use half of `maxQueueBytes`, and the memory spool the other half.
    const maxBatchBytes = Math.min(options.maxBatchBytes, maxQueueBytes / 2 / MAX_IN_FLIGHT)
    const batching = { maxBatchItems, maxBatchBytes, maxBatchAgeMs }
    const queue = new BoundedQueue(maxQueueBytes)
    const onReady = () => outsideRequests(() => this.#sender.pump())
    const storage = openStorage({ options, disk, clock, diagnostics, onReady })
    const overflow = new Overflow({ queue, disk: storage.disk, diagnostics, batching })
    const batcher = new Batcher(queue, batching, clock, () => this.#pumpSoon())
    const sender = new Sender({
      next: () => batcher.next(),
      putBack(batch) {
        queue.putBack(batch.items)
        overflow.dropExcess()
      },
      post: (payload) => ingestion.post(payload),
      spool: storage.spool,
      diagnostics,
      clock,
      minRetryDelayMs,
      onIdle: () => this.#checkSafety(),
    })
    const unfinished = new UnfinishedItems({ queue, sender, storage, ends: diagnostics.ends })
    this.options = options
    this.#ingestion = ingestion
    this.#clock = clock
    this.#queue = queue
    this.#batcher = batcher
    this.#storage = storage
    this.#overflow = overflow
    this.#sender = sender
    this.#unfinished = unfinished
    this.ending = new Ending({
      options,
      clock,
      diagnostics,
      ingestion,
      queue,
      batcher,
      sender,
      storage,
      overflow,
      unfinished,
    })
    // Loading the HTTP client takes noticeable time, so load it before there is traffic.
    nextTurn(() => outsideRequests(() => this.#load()))
  }

  /** Accepts the item. Never throws. Blocks for one disk write at most. */
  push(item: SerializedEnvelope): void {
    this.diagnostics.received++
    this.#deliveryWarning ??= warnUnlessDelivered(this.diagnostics, this.#clock, this.options)
    this.#storage.journal?.append(item, this.#queue.newest + 1)
    this.#queue.push(item)
    this.#overflow.relieve()
    this.#batcher.arrived(item)
    if (this.ending.isExiting) this.ending.storeAtExit() // logged by a later `exit` listener
  }

  /** Counts an item that is dropped before it is serialized. */
  refuse(reason: DropReason, severityLevel?: SeverityLevel): void {
    this.diagnostics.received++
    this.diagnostics.droppedUnserialized(reason, severityLevel)
  }

  /**
   * Sends everything received so far, including the items that this process has on disk. Never rejects: the report tells
   * how many items were not sent. Resolves early if the endpoint is down and everything is on disk.
   */
  async flush(options?: FlushOptions, { isInBackground, beforeReport }: FlushContext = {}): Promise<DeliveryReport> {
    const watch = this.#unfinished.watch()
    const keepsAlive = isInBackground === true ? undefined : 'keeps-alive'
    if (!this.ending.isClosed) await this.#sendWhileProgressing(watch, options, keepsAlive)
    await beforeReport?.()
    return this.#unfinished.report(watch)
  }

  /** Aborts all requests, and stores the remaining items or drops them. Call `flush` first. */
  async close(): Promise<void> {
    this.#deliveryWarning?.cancel()
    await this.ending.close()
  }

  stats(): Stats {
    return this.diagnostics.stats({
      queued: this.#unfinished.queued,
      inFlight: this.#sender.inFlightItems,
      breaker: this.#sender.breaker,
      contents: this.#storage.disk?.contents,
    })
  }

  /**
   * Loads the HTTP client. If that fails, for example because of too many open files, the first request tries again. A
   * worker thread loads it with the first request: pino's worker has to read lines first, and may be terminated while
   * loading.
   */
  #load(): void {
    if (this.ending.isClosed) return
    try {
      if (isMainThread) this.#ingestion.load()
    } catch (error) {
      this.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
    nextTurn(() => {
      if (!this.ending.isClosed) this.#storage.disk?.start()
    })
  }

  /** Pumps in a later turn, so that encoding a batch does not delay the log call that completes it. */
  #pumpSoon(): void {
    if (this.#isPumpScheduled) return
    this.#isPumpScheduled = true
    nextTurn(() => {
      this.#isPumpScheduled = false
      outsideRequests(() => this.#sender.pump())
    })
  }

  /** Extends the default timeout while items are being delivered, because a large burst may need more time. */
  async #sendWhileProgressing(
    watch: FlushWatch,
    options: FlushOptions | undefined,
    keepsAlive: 'keeps-alive' | undefined,
  ): Promise<void> {
    const rounds = options?.timeoutMs === undefined ? MAX_ROUNDS : 1
    for (let round = 0; round < rounds; round++) {
      const before = watch.unfinished
      await this.#send(watch, flushTimeoutMs(options), keepsAlive)
      if (watch.unfinished <= 0 || watch.unfinished >= before || this.#sender.breaker === 'open') return
    }
  }

  /** Sends the watched items as fast as the endpoint accepts them. */
  async #send(watch: FlushWatch, limitMs: number, keepsAlive: 'keeps-alive' | undefined): Promise<void> {
    let onSafe = () => {}
    const safe = new Promise<void>((resolve) => {
      onSafe = resolve
    })
    this.#onSafe.add(onSafe)
    const claimAll = this.#storage.disk?.claimOwnOnly() ?? (() => {})
    const slowDown = outsideRequests(() => this.#sender.expedite())
    this.#batcher.flush()
    await withinLimit(this.#clock, limitMs, Promise.race([watch.done, safe]), keepsAlive)
    this.#onSafe.delete(onSafe)
    claimAll()
    slowDown()
    this.#pumpSoon()
  }

  #checkSafety(): void {
    if (this.#storage.disk === undefined || this.#sender.breaker !== 'open' || this.#unfinished.inMemory > 0) return
    for (const onSafe of this.#onSafe) onSafe()
  }
}
