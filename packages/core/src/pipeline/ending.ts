import { Callbacks } from '../callbacks'
import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { warnAtExit, warnHourlyAtOnce } from '../diagnostics/warnings'
import type { DeliveryOptions } from '../options/resolve'
import type { ExitDrain } from '../shutdown/exit-drain'
import type { BeforeClose, EndsWithProcess } from '../shutdown/exit-hooks'
import type { Batcher } from './batcher'
import type { BoundedQueue } from './bounded-queue'
import { whyNotDelivered } from './delivery-warning'
import type { DeliveryReport } from './flush-watch'
import type { Ingestion } from './ingestion'
import { outsideRequests } from './outside-requests'
import type { Overflow } from './overflow'
import type { Sender } from './sender'
import type { Storage } from './storage'
import { withinLimit } from './time-limit'
import type { UnfinishedItems } from './unfinished-items'

export interface EndingParts {
  readonly options: DeliveryOptions
  readonly clock: Clock
  readonly diagnostics: Diagnostics
  readonly ingestion: Ingestion
  readonly queue: BoundedQueue
  readonly batcher: Batcher
  readonly sender: Sender
  readonly storage: Storage
  readonly overflow: Overflow
  readonly unfinished: UnfinishedItems
}

/** Aborting requests is normally immediate. If it takes longer than this, `close` stops waiting. */
const CLOSE_LIMIT_MS = 1_000

/** The longest time that synchronous writes may delay the exit of the process. */
const STORE_LIMIT_MS = 250

/**
 * Handles the end of a process or pipeline: sends as many items as time allows, stores the rest, and counts the lost items.
 *
 *     idle process                 send -> store
 *     exit                         store -> count losses -> a thread sends what is on disk
 *     signal                       store -> send what is on disk
 *     close, after a flush         abort requests -> store -> count losses
 */
export class Ending implements EndsWithProcess {
  readonly #parts: EndingParts
  readonly #beforeClose = new Callbacks<[isFinal: boolean]>()
  #state: 'open' | 'exiting' | 'closed' = 'open'
  #hasWarnedOfLoss = false

  constructor(parts: EndingParts) {
    this.#parts = parts
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  /** True after `storeAtExit`. Items that are pushed later have to be stored immediately. */
  get isExiting(): boolean {
    return this.#state === 'exiting'
  }

  get holdsItems(): boolean {
    const { inMemory, onDisk } = this.#parts.unfinished
    return inMemory + onDisk > 0
  }

  get handlesSignals(): boolean {
    return this.#parts.options.handleSignals
  }

  get signalFlushMs(): number {
    return this.#parts.options.signalFlushMs
  }

  /**
   * Adds a callback that runs before the process ends and may push items that it has held back. Returns a function that
   * removes it.
   */
  onBeforeClose(callback: BeforeClose): () => void {
    return this.#beforeClose.add(callback)
  }

  runBeforeClose(isFinal: boolean): void {
    this.#beforeClose.run(isFinal)
  }

  async flushBeforeExit(): Promise<void> {
    const { options, overflow } = this.#parts
    await this.#drainOnce(options.exitFlushMs, () => overflow.storeAll())
  }

  /**
   * Stores everything, then sends it within `exitFlushMs - spentMs`. Meant for a thread that may be terminated at any time.
   * Runs `beforeReport` before it makes the report.
   */
  async storeAndFlush(spentMs: number, beforeReport: () => Promise<void>): Promise<DeliveryReport> {
    const { options, clock, sender, overflow, unfinished } = this.#parts
    const watch = unfinished.watch()
    const deadlineMs = clock.monotonicMs() + options.exitFlushMs - spentMs
    sender.copyInFlight(() => false)
    overflow.storeAll()
    const leftMs = deadlineMs - clock.monotonicMs()
    if (leftMs > 0) await this.#drainOnce(leftMs, () => overflow.storeAll())
    await beforeReport()
    return unfinished.report(watch)
  }

  storeAtExit(): void {
    const { diagnostics, sender, storage } = this.#parts
    this.#state = 'exiting'
    this.#storeWithinLimit()
    sender.releaseCopies()
    storage.disk?.releaseClaims()
    const lost = this.#dropRest('exit')
    if (lost > 0) this.#warnOfLoss(lost)
    storage.journal?.close()
    diagnostics.reportDrops()
  }

  /** The data that a thread needs to send the batches on disk. Undefined without batches, or if the last request failed. */
  get exitDrain(): ExitDrain | undefined {
    const { options, ingestion, sender, storage, unfinished } = this.#parts
    if (storage.disk === undefined || !sender.isEndpointHealthy || unfinished.onDisk === 0) return undefined
    const place = ingestion.forThread()
    if (place === undefined) return undefined
    const { credential, ...delivery } = options
    return { ...place, delivery, writer: storage.disk.writer }
  }

  /** Sends the files that `writer` left on disk within `signalFlushMs`, trying each batch once. */
  async drainFilesOf(writer: string): Promise<void> {
    this.#parts.storage.disk?.adopt(writer)
    await this.#drainOnce(this.#parts.options.signalFlushMs)
  }

  storeAtSignal(): void {
    const { disk } = this.#parts.storage
    if (disk === undefined) return
    // If the application exits during a request, the batch could arrive twice, so start no request unless the application
    // flushes.
    disk.pauseClaims(this.#parts.options.signalFlushMs)
    this.#storeWithinLimit()
  }

  async drainAfterSignal(limitMs: number): Promise<void> {
    if (limitMs > 0) await this.#drainOnce(limitMs)
  }

  /** Aborts all requests, and stores the remaining items or drops them. Call `flush` first. */
  async close(): Promise<void> {
    const { clock, ingestion, sender, storage, overflow } = this.#parts
    this.#state = 'closed'
    const stopped = Promise.all([ingestion.close(), sender.stop()])
    await withinLimit(clock, CLOSE_LIMIT_MS, stopped, 'keeps-alive')
    sender.copyInFlight(() => false) // batches whose requests did not finish in time
    sender.releaseCopies()
    overflow.storeAll()
    const lost = this.#dropRest('closed')
    if (lost > 0) warnHourlyAtOnce('lost when closed', this.#describeLoss(lost, 'the client was closed'))
    storage.journal?.close()
    if (storage.disk !== undefined) await withinLimit(clock, CLOSE_LIMIT_MS, storage.disk.stop(), 'keeps-alive')
  }

  /**
   * Sends everything that this process holds in memory and on disk, trying each batch once. `finish` handles the items left
   * at the limit.
   */
  async #drainOnce(limitMs: number, finish: () => void = () => {}): Promise<void> {
    const { clock, ingestion, sender, storage } = this.#parts
    const deadlineMs = clock.monotonicMs() + limitMs
    const claimAll = storage.disk?.claimOwnOnly() ?? (() => {})
    const drain = outsideRequests(() => sender.drainOnce())
    const isInTime = await withinLimit(clock, limitMs, this.#sendAll(drain, deadlineMs), 'keeps-alive')
    // A connection that is still being opened keeps the process alive even if it is unref'd, so abort it.
    if (!isInTime) await ingestion.abort()
    finish()
    drain.end()
    claimAll()
  }

  /** Sends in rounds, because the application may log more items during a round. */
  async #sendAll(drain: ReturnType<Sender['drainOnce']>, deadlineMs: number): Promise<void> {
    const { clock, batcher } = this.#parts
    do batcher.flush()
    while ((await outsideRequests(() => drain.sendAll())) === 'sent-some' && clock.monotonicMs() < deadlineMs)
  }

  #storeWithinLimit(): void {
    const { clock, sender, overflow } = this.#parts
    const deadlineMs = clock.monotonicMs() + STORE_LIMIT_MS
    const isTimeUp = () => clock.monotonicMs() > deadlineMs
    sender.copyInFlight(isTimeUp)
    overflow.storeAll(isTimeUp)
  }

  /** Drops the items that are neither sent nor stored. Returns the number of lost items, excluding those in the journal. */
  #dropRest(reason: 'closed' | 'exit'): number {
    const { diagnostics, queue, sender, storage } = this.#parts
    const inFlight = sender.dropInFlight(reason)
    const queued = queue.take(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    const left = [...queued, ...(storage.memory?.empty() ?? [])]
    const journaled = left.filter(({ sequence }) => storage.journal?.holds(sequence) === true)
    const lost = left.filter(({ sequence }) => storage.journal?.holds(sequence) !== true)
    if (lost.length > 0) diagnostics.dropped(reason, lost)
    queue.putBack(journaled)
    return inFlight + lost.length
  }

  /** Warns only once, because later `exit` listeners may log more items, which are lost, too. */
  #warnOfLoss(items: number): void {
    if (this.#hasWarnedOfLoss) return
    this.#hasWarnedOfLoss = true
    warnAtExit(this.#describeLoss(items, 'the process ended'))
  }

  #describeLoss(items: number, when: string): string {
    const lost = items === 1 ? '1 telemetry item was' : `${items} telemetry items were`
    return `${lost} lost when ${when}. ${whyNotDelivered(this.#parts.diagnostics)}`
  }
}
