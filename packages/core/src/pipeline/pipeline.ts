import { AsyncResource } from 'node:async_hooks'
import { isMainThread } from 'node:worker_threads'
import type { Payload } from '../batch/payload'
import { callSafely } from '../call-safely'
import { type Clock, nextTurn, systemClock, type Timer } from '../clock'
import { Diagnostics } from '../diagnostics/diagnostics'
import type { DropReason, Stats } from '../diagnostics/stats'
import { warnAtExit } from '../diagnostics/warnings'
import type { SeverityLevel } from '../envelope/severity'
import type { SendOutcome } from '../ingestion/breeze-response'
import { releaseTexts, type SerializedEnvelope } from '../item/item'
import type { DeliveryOptions } from '../options/resolve'
import type { ExitDrain } from '../shutdown/exit-drain'
import type { BeforeClose, EndsWithProcess } from '../shutdown/exit-hooks'
import type { Disk } from '../spool/disk'
import { FileSpool } from '../spool/file-spool'
import { Journal } from '../spool/journal'
import { MemorySpool } from '../spool/memory-spool'
import { Batcher, type BatchOptions } from './batcher'
import { BoundedQueue } from './bounded-queue'
import { MAX_IN_FLIGHT } from './breaker'
import { type DeliveryReport, type FlushOptions, FlushWatch, flushTimeoutMs } from './flush-watch'
import { reportDiskTrouble } from './report-trouble'
import { Sender } from './sender'
import { warnUnlessDelivered, whyNotDelivered } from './silence'

/** What a pipeline needs of the network. */
export interface Ingestion {
  post(payload: Payload): Promise<SendOutcome>
  load(): void
  /** Ends every request that is under way. */
  abort(): Promise<void>
  /** The same, and for good: what is posted later fails at once. */
  close(): Promise<void>
  /** What another thread needs to post to the same destination; undefined if it cannot. */
  forThread(): Pick<ExitDrain, 'destination' | 'token'> | undefined
}

/** Ending requests takes no time. Should it, nobody is held for it. */
const CLOSE_LIMIT_MS = 1_000

/** How many times the default time of a flush is waited for. */
const MAX_ROUNDS = 3

/** How long a process that ends is held by writing, which is synchronous then. */
const STORE_LIMIT_MS = 250

/**
 * From serialised item to acknowledged item, for one destination:
 *
 *     push -> queue -> batch -> sender -> endpoint
 *              |                  |  ^
 *              '---- overfull --- v  |
 *                                spool
 */
export class Pipeline implements EndsWithProcess {
  readonly diagnostics = new Diagnostics()
  /** Uncaught errors that are on their way as exceptions already. */
  readonly recordedUncaught = new WeakSet<object>()
  readonly options: DeliveryOptions
  readonly #ingestion: Ingestion
  readonly #clock: Clock
  readonly #batching: BatchOptions
  readonly #queue: BoundedQueue
  readonly #batcher: Batcher
  readonly #sender: Sender
  readonly #spool: MemorySpool | FileSpool
  /** The spool, where it is on disk. */
  readonly #diskSpool: FileSpool | undefined
  readonly #journal: Journal | undefined
  readonly #beforeClose = new Set<{ readonly callback: BeforeClose }>()
  /** Called when waiting for the endpoint would save nothing more. */
  readonly #onceSafe = new Set<() => void>()
  #pumpScheduled = false
  #isClosed = false
  #isExiting = false
  #hasWarnedOfLoss = false
  /** Ends the watch over the first delivery; undefined before the first item. */
  #silence: Timer | undefined

  /** Without a `disk`, what memory cannot hold is lost, and counted. */
  constructor(options: DeliveryOptions, ingestion: Ingestion, disk?: Disk, clock: Clock = systemClock) {
    const { maxBatchItems, maxBatchAgeMs, maxQueueBytes, minRetryDelayMs } = options
    // Beside the queue itself, batches on their way may take half of its bytes, and batches set aside the other half.
    const maxBatchBytes = Math.min(options.maxBatchBytes, maxQueueBytes / 2 / MAX_IN_FLIGHT)
    this.options = options
    this.#ingestion = ingestion
    this.#clock = clock
    this.#batching = { maxBatchItems, maxBatchBytes, maxBatchAgeMs }
    this.#queue = new BoundedQueue(maxQueueBytes)
    this.#diskSpool = disk === undefined ? undefined : this.#openSpool(disk)
    this.#spool = this.#diskSpool ?? new MemorySpool(maxQueueBytes / 2)
    this.#journal = disk === undefined ? undefined : this.#openJournal(disk)
    this.#batcher = new Batcher(this.#queue, this.#batching, clock, () => this.#pumpSoon())
    this.#sender = new Sender({
      next: () => this.#batcher.next(),
      putBack: (batch) => {
        this.#queue.putBack(batch.items)
        this.#makeRoom()
      },
      post: (payload) => ingestion.post(payload),
      spool: this.#spool,
      diagnostics: this.diagnostics,
      clock,
      minRetryDelayMs,
      onIdle: () => this.#checkSafety(),
    })
    // Loading the HTTP client takes long enough to be felt: do it before there is traffic, not at the first batch.
    nextTurn(() => outsideRequests(() => this.#load()))
  }

  /** Takes the item in. Never throws, and never waits for more than one write to the disk. */
  push(item: SerializedEnvelope): void {
    this.diagnostics.received++
    this.#silence ??= warnUnlessDelivered(this.diagnostics, this.#clock, this.options)
    this.#journal?.append(item, this.#queue.newest + 1)
    this.#queue.push(item)
    while (this.#queue.isOverfull && this.#overflow()) {}
    this.#makeRoom()
    this.#batcher.arrived(item)
    if (this.#isExiting) this.storeAtExit() // logged by a listener after ours
  }

  /** For an item that cannot go any further: it is counted, and that is all. */
  refuse(reason: DropReason, severityLevel?: SeverityLevel): void {
    this.diagnostics.received++
    this.diagnostics.droppedUnserialised(reason, severityLevel)
  }

  /**
   * Sends everything received so far, including what this process has on disk. Resolves even on failure: what was not
   * sent is in the report. Ends early if the endpoint is down and everything is safe on disk. `afterwards` runs before
   * the report is made.
   */
  async flush(
    options?: FlushOptions,
    how?: 'in-background',
    afterwards?: () => Promise<void>,
  ): Promise<DeliveryReport> {
    const watch = this.#watch()
    if (!this.#isClosed) await this.#sendWhileItMoves(watch, options, how)
    await afterwards?.()
    return this.#reportOf(watch)
  }

  // --- the process ends ---

  /** Before the process ends, `callback` may push what it has held back. Returns how to stop. */
  onBeforeClose(callback: BeforeClose): () => void {
    const registration = { callback }
    this.#beforeClose.add(registration)
    return () => this.#beforeClose.delete(registration)
  }

  runBeforeClose(isFinal: boolean): void {
    for (const { callback } of this.#beforeClose) callSafely(() => callback(isFinal))
  }

  get holdsItems(): boolean {
    return this.#held > 0 || (this.#diskSpool?.own.items ?? 0) > 0
  }

  get handlesSignals(): boolean {
    return this.options.handleSignals
  }

  get signalFlushMs(): number {
    return this.options.signalFlushMs
  }

  async flushBeforeExit(): Promise<void> {
    await this.#sendInHaste(this.options.exitFlushMs, () => this.#store(noLimit))
  }

  /**
   * Brings everything to the disk, then sends it within what is left of `exitFlushMs` after `spentMs`: for a thread that may
   * be terminated before it is done. `afterwards` runs before the report is made.
   */
  async storeAndFlush(spentMs: number, afterwards: () => Promise<void>): Promise<DeliveryReport> {
    const watch = this.#watch()
    const untilMs = this.#clock.monotonicMs() + this.options.exitFlushMs - spentMs
    this.#sender.copyInFlight(noLimit)
    this.#store(noLimit)
    const leftMs = untilMs - this.#clock.monotonicMs()
    if (leftMs > 0) await this.#sendInHaste(leftMs, () => this.#store(noLimit))
    await afterwards()
    return this.#reportOf(watch)
  }

  storeAtExit(): void {
    this.#isExiting = true
    this.#storeWithinLimit()
    this.#sender.releaseCopies()
    this.#diskSpool?.releaseClaims()
    const lost = this.#dropRest('exit')
    if (lost > 0) this.#warnOfLoss(lost)
    this.#journal?.close()
    this.diagnostics.reportDrops()
  }

  /** Once: an `exit` listener may log more that is lost. */
  #warnOfLoss(items: number): void {
    if (this.#hasWarnedOfLoss) return
    this.#hasWarnedOfLoss = true
    const lost = items === 1 ? '1 telemetry item was' : `${items} telemetry items were`
    warnAtExit(`${lost} lost when the process ended. ${whyNotDelivered(this.diagnostics)}`)
  }

  get exitDrain(): ExitDrain | undefined {
    const isWorthIt = this.#sender.isEndpointWell && (this.#diskSpool?.own.items ?? 0) > 0
    const place = isWorthIt ? this.#ingestion.forThread() : undefined
    if (place === undefined || this.#diskSpool === undefined) return undefined
    const { credential, ...delivery } = this.options
    return { ...place, delivery, writer: this.#diskSpool.writer }
  }

  /** Sends what `writer` has left on disk, one try per batch, within `signalFlushMs`. */
  async drainFilesOf(writer: string): Promise<void> {
    this.#diskSpool?.adopt(writer)
    await this.#sendInHaste(this.options.signalFlushMs, () => {})
  }

  storeAtSignal(): void {
    if (this.#diskSpool === undefined) return
    // A request that is under way when the application exits could arrive twice, so none begins unless it flushes.
    this.#diskSpool.rest(this.options.signalFlushMs)
    this.#storeWithinLimit()
  }

  async drainAfterSignal(limitMs: number): Promise<void> {
    if (limitMs > 0) await this.#sendInHaste(limitMs, () => {})
  }

  /** Ends every request; what is left is stored, or dropped. Flush first. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#silence?.cancel()
    const stopped = this.#sender.stop()
    await this.#atMost(CLOSE_LIMIT_MS, Promise.all([this.#ingestion.close(), stopped]))
    this.#sender.copyInFlight(noLimit) // what would not end in time
    this.#sender.releaseCopies()
    this.#store(noLimit)
    this.#dropRest('closed')
    this.#journal?.close()
    if (this.#diskSpool !== undefined) await this.#atMost(CLOSE_LIMIT_MS, this.#diskSpool.stop())
  }

  stats(): Stats {
    return this.diagnostics.stats({
      queued: this.#queue.items + this.#itemsInMemorySpool,
      inFlight: this.#sender.inFlightItems,
      breaker: this.#sender.breaker,
      contents: this.#diskSpool?.contents,
    })
  }

  // --- its parts ---

  #openSpool({ directory, election, files }: Disk): FileSpool {
    const { durability, storageMaxBytes, storageRetentionMs, storageMaintenanceMs } = this.options
    const isSynced = durability === 'journal+fsync'
    return new FileSpool(
      { storageMaxBytes, storageRetentionMs, storageMaintenanceMs, isSynced },
      {
        directory,
        election,
        files,
        account: this.diagnostics.spool,
        clock: this.#clock,
        onReady: () => outsideRequests(() => this.#sender.pump()),
        onTrouble: (error) => reportDiskTrouble(error, this.diagnostics),
      },
    )
  }

  #openJournal({ directory, files }: Disk): Journal | undefined {
    const { durability } = this.options
    if (durability !== 'journal' && durability !== 'journal+fsync') return undefined
    const journal = new Journal({
      directory,
      files,
      clock: this.#clock,
      isSynced: durability === 'journal+fsync',
      maxBytes: 2 * this.options.maxQueueBytes,
      onTrouble: (error) => reportDiskTrouble(error, this.diagnostics),
    })
    this.diagnostics.onSettled((_, items) => journal.settled(items))
    return journal
  }

  /**
   * If it fails for now, as with too many open files, the first request tries again. In a worker thread the first request
   * loads it anyway: pino's has lines to read before, and may be terminated while it loads.
   */
  #load(): void {
    if (this.#isClosed) return
    try {
      if (isMainThread) this.#ingestion.load()
    } catch (error) {
      this.diagnostics.failed(error instanceof Error ? error : new Error(String(error)))
    }
    nextTurn(() => this.#startSpool())
  }

  #startSpool(): void {
    if (!this.#isClosed) this.#diskSpool?.start()
  }

  // --- what it holds ---

  /** Items that have not reached their end. */
  get #held(): number {
    return this.#queue.items + this.#itemsInMemorySpool + this.#sender.inFlightItems
  }

  get #itemsInMemorySpool(): number {
    return this.#diskSpool === undefined ? this.#spool.items : 0
  }

  /** More arrives than leaves: the oldest batch goes to the disk. False where it cannot. */
  #overflow(): boolean {
    if (this.#diskSpool?.takes !== true) return false
    const { maxBatchItems, maxBatchBytes } = this.#batching
    return this.#storeItems(this.#queue.take(maxBatchItems, maxBatchBytes))
  }

  #storeItems(items: readonly SerializedEnvelope[], haste?: 'urgent'): boolean {
    if (items.length === 0) return false
    if (this.#diskSpool?.put({ items }, haste) === 'stored') {
      this.diagnostics.spooled(items)
      releaseTexts(items)
      return true
    }
    this.#queue.putBack(items)
    return false
  }

  /** All that waits goes to the disk, the most severe first, as far as the disk takes it. */
  #store(isTimeUp: () => boolean): void {
    const { maxBatchItems, maxBatchBytes } = this.#batching
    while (this.#diskSpool?.takesUrgent === true && !isTimeUp()) {
      const items = this.#queue.takeMostSevere(maxBatchItems, maxBatchBytes)
      if (!this.#storeItems(items.sort(bySequence), 'urgent')) return
    }
  }

  #storeWithinLimit(): void {
    const untilMs = this.#clock.monotonicMs() + STORE_LIMIT_MS
    const isTimeUp = () => this.#clock.monotonicMs() > untilMs
    this.#sender.copyInFlight(isTimeUp)
    this.#store(isTimeUp)
  }

  #makeRoom(): void {
    if (!this.#queue.isOverfull) return
    const evicted = this.#queue.makeRoom()
    this.diagnostics.dropped('queue-full', evicted)
    releaseTexts(evicted)
  }

  /** What is neither sent nor stored when everything ends. Returns how many items are lost. */
  #dropRest(reason: 'closed' | 'exit'): number {
    const inFlight = this.#sender.dropInFlight(reason)
    const queued = this.#queue.take(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const left = [...queued, ...(this.#spool instanceof MemorySpool ? this.#spool.empty() : [])]
    const journaled = left.filter(({ sequence }) => this.#journal?.holds(sequence) === true)
    const lost = left.filter(({ sequence }) => this.#journal?.holds(sequence) !== true)
    if (lost.length > 0) this.diagnostics.dropped(reason, lost)
    this.#queue.putBack(journaled)
    return inFlight + lost.length
  }

  // --- sending ---

  /** In a turn of its own: joining and compressing a batch is not the work of the one log call that completed it. */
  #pumpSoon(): void {
    if (this.#pumpScheduled) return
    this.#pumpScheduled = true
    nextTurn(() => {
      this.#pumpScheduled = false
      outsideRequests(() => this.#sender.pump())
    })
  }

  /** Follows every item that this process holds, in memory or on disk. */
  #watch(): FlushWatch {
    const unfinished = this.#held + (this.#diskSpool?.own.items ?? 0)
    return new FlushWatch(this.diagnostics.ends, this.#queue.newest, unfinished)
  }

  #reportOf(watch: FlushWatch): DeliveryReport {
    return watch.report(this.#diskSpool?.own.upTo(watch.upTo) ?? 0)
  }

  /** A caller who names no time waits on as long as items are delivered: a burst may take longer than an outage is worth. */
  async #sendWhileItMoves(watch: FlushWatch, options: FlushOptions | undefined, how?: 'in-background'): Promise<void> {
    const rounds = options?.timeoutMs === undefined ? MAX_ROUNDS : 1
    for (let round = 0; round < rounds; round++) {
      const before = watch.unfinished
      await this.#send(watch, flushTimeoutMs(options), how)
      if (watch.unfinished <= 0 || watch.unfinished >= before || this.#sender.breaker === 'open') return
    }
  }

  /** Sends what `watch` follows as fast as the endpoint takes it. */
  async #send(watch: FlushWatch, limitMs: number, how?: 'in-background'): Promise<void> {
    let onSafe = () => {}
    const safe = new Promise<void>((resolve) => {
      onSafe = resolve
    })
    this.#onceSafe.add(onSafe)
    const giveBack = this.#diskSpool?.claimOwnOnly() ?? (() => {})
    const slowDown = outsideRequests(() => this.#sender.expedite())
    this.#batcher.flush()
    await this.#atMost(limitMs, Promise.race([watch.done, safe]), how)
    this.#onceSafe.delete(onSafe)
    giveBack()
    slowDown()
    this.#pumpSoon()
  }

  /** The endpoint is not asked for a while, and everything is on disk. */
  #checkSafety(): void {
    if (this.#diskSpool === undefined || this.#sender.breaker !== 'open' || this.#held > 0) return
    for (const onSafe of this.#onceSafe) onSafe()
  }

  /** Everything this process holds, on disk or not, one try each; `finish` sees what the time did not suffice for. */
  async #sendInHaste(limitMs: number, finish: () => void): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + limitMs
    const giveBack = this.#diskSpool?.claimOwnOnly() ?? (() => {})
    const hurry = outsideRequests(() => this.#sender.hurry())
    const isInTime = await this.#atMost(limitMs, this.#sendAll(hurry, untilMs))
    // A connection that is still being made holds the process, whatever is unref'd: the time is up for it too.
    if (!isInTime) await this.#ingestion.abort()
    finish()
    hurry.end()
    giveBack()
  }

  /** Again and again, because more may be logged while it is being sent. */
  async #sendAll(hurry: ReturnType<Sender['hurry']>, untilMs: number): Promise<void> {
    do this.#batcher.flush()
    while ((await outsideRequests(() => hurry.sendAll())) === 'sent-some' && this.#clock.monotonicMs() < untilMs)
  }

  /** The process stays for this, because somebody waits for it. */
  async #atMost(timeoutMs: number, done: Promise<unknown>, how?: 'in-background'): Promise<boolean> {
    let timer: Timer | undefined
    const timeUp = new Promise<false>((resolve) => {
      timer = this.#clock.after(timeoutMs, () => resolve(false), how === undefined ? 'keeps-alive' : undefined)
    })
    const isDone = await Promise.race([done.then(() => true), timeUp])
    timer?.cancel()
    return isDone
  }
}

// --- helpers, in order of use ---

/** For writes that may take as long as they take. */
function noLimit(): boolean {
  return false
}

function bySequence(a: SerializedEnvelope, b: SerializedEnvelope): number {
  return a.sequence - b.sequence
}

const startup = new AsyncResource('AZMON')

/**
 * The first record of a batch is often logged inside a request, and what is started there inherits the request's async
 * context: our POST would show up as that request's child. So everything that sends runs in the context of our loading.
 */
function outsideRequests<T>(work: () => T): T {
  return startup.runInAsyncScope(work)
}
