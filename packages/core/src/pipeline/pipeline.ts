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
import { Ending } from './ending'
import { type DeliveryReport, type FlushOptions, type FlushWatch, flushTimeoutMs } from './flush-watch'
import type { Ingestion } from './ingestion'
import { outsideRequests } from './outside-requests'
import { Overflow } from './overflow'
import { Sender } from './sender'
import { warnUnlessDelivered } from './silence'
import { openStorage, type Storage } from './storage'
import { withinLimit } from './time-limit'
import { UnfinishedItems } from './unfinished-items'

export interface FlushContext {
  /** True if no caller waits for the flush, so the process may end before it. */
  readonly isInBackground?: boolean
  /** Runs before the report is made. */
  readonly beforeReport?: () => Promise<void>
}

/** How often the default timeout may pass while items are being delivered. */
const MAX_ROUNDS = 3

/**
 * From serialised item to acknowledged item, for one destination:
 *
 *     push -> queue -> batch -> sender -> endpoint
 *              |                  |  ^
 *              '---- overfull --- v  |
 *                                spool
 */
export class Pipeline {
  readonly diagnostics = new Diagnostics()
  /** Uncaught errors that have already been tracked as exceptions. */
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
  /** Called when everything is on disk and the breaker is open: waiting longer would send nothing. */
  readonly #onSafe = new Set<() => void>()
  #isPumpScheduled = false
  /** Warns if the first delivery takes too long. Undefined before the first item. */
  #silence: Timer | undefined

  /** Without a `disk`, what memory cannot hold is dropped and counted. */
  constructor(options: DeliveryOptions, ingestion: Ingestion, disk?: Disk, clock: Clock = systemClock) {
    const { maxBatchItems, maxBatchAgeMs, maxQueueBytes, minRetryDelayMs } = options
    const { diagnostics } = this
    // Besides the queue, batches in flight may take half of its bytes, and batches in the memory spool the other half.
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
    // Loading the HTTP client takes long enough to be felt, so it is loaded before there is traffic.
    nextTurn(() => outsideRequests(() => this.#load()))
  }

  /** Accepts the item. Never throws, and waits for at most one write to the disk. */
  push(item: SerializedEnvelope): void {
    this.diagnostics.received++
    this.#silence ??= warnUnlessDelivered(this.diagnostics, this.#clock, this.options)
    this.#storage.journal?.append(item, this.#queue.newest + 1)
    this.#queue.push(item)
    this.#overflow.relieve()
    this.#batcher.arrived(item)
    if (this.ending.isExiting) this.ending.storeAtExit() // a later exit listener logged it
  }

  /** Counts an item that is dropped before it is serialised. */
  refuse(reason: DropReason, severityLevel?: SeverityLevel): void {
    this.diagnostics.received++
    this.diagnostics.droppedUnserialised(reason, severityLevel)
  }

  /**
   * Sends everything received so far, including what this process has on disk. Resolves even on failure: the report says
   * what was not sent. Ends early if the endpoint is down and everything is on disk.
   */
  async flush(options?: FlushOptions, { isInBackground, beforeReport }: FlushContext = {}): Promise<DeliveryReport> {
    const watch = this.#unfinished.watch()
    const keepsAlive = isInBackground === true ? undefined : 'keeps-alive'
    if (!this.ending.isClosed) await this.#sendWhileProgressing(watch, options, keepsAlive)
    await beforeReport?.()
    return this.#unfinished.report(watch)
  }

  /** Aborts every request; what is left is stored, or dropped. Flush first. */
  async close(): Promise<void> {
    this.#silence?.cancel()
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
   * If loading fails for now, as with too many open files, the first request tries again. In a worker thread the first
   * request loads it anyway: pino's worker has lines to read first, and may be terminated while it loads.
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

  /** In a turn of its own, so that the log call that completes a batch does not pay for encoding it. */
  #pumpSoon(): void {
    if (this.#isPumpScheduled) return
    this.#isPumpScheduled = true
    nextTurn(() => {
      this.#isPumpScheduled = false
      outsideRequests(() => this.#sender.pump())
    })
  }

  /** The default timeout is extended while items are being delivered: a large burst may need longer than an outage deserves. */
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
