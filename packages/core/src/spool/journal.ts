import { join } from 'node:path'
import type { Clock, Timer } from '../clock'
import { SpoolError } from '../errors'
import type { SerializedEnvelope } from '../item/item'
import { JOURNAL_BYTES } from './bounds'
import type { SpoolDirectory } from './directory'
import { DiskHealth } from './disk-health'
import { FileNames } from './file-name'
import { createFile, type FileSystem, syncDirectory, systemFiles, writeWhole } from './file-system'
import { HeldFile, type LeaseHolder, leaseName } from './held-file'
import { journalRecord } from './journal-file'

/** A journal of a process that stands still is not written any more after so long. */
const SEAL_AFTER_MS = 2_000

export interface JournalParts {
  readonly directory: SpoolDirectory
  readonly clock: Clock
  /** `fdatasync` after each item: it survives a power loss then. */
  readonly isSynced: boolean
  /** Of all its files: one item that is not sent keeps the file that it is in. */
  readonly maxBytes: number
  readonly onTrouble: (error: unknown) => void
  readonly files?: FileSystem
}

/**
 * A second home for every item that waits in memory, in files that only grow. This process never reads them: it removes
 * each when all of its items have come to their end. Where the process dies, its leases run out with it, and whoever
 * tidies up the directory makes batches of what is in them.
 */
export class Journal {
  readonly #parts: JournalParts
  readonly #files: FileSystem
  readonly #names = new FileNames()
  readonly #holder: LeaseHolder
  readonly #health: DiskHealth
  /** In the order of what they hold. The last one may still grow. */
  #segments: Segment[] = []

  constructor(parts: JournalParts) {
    this.#parts = parts
    this.#files = parts.files ?? systemFiles
    this.#holder = { files: this.#files, clock: parts.clock, owner: this.#names.owner }
    this.#health = new DiskHealth(parts.clock)
  }

  /** When it returns, the item is in the file, unless the disk is in trouble. Never throws. */
  append(item: SerializedEnvelope, sequence: number): void {
    if (!this.#health.isUsable) return
    try {
      this.#health.timed(() => this.#write(item, sequence))
    } catch (error) {
      this.#health.failed(error)
      this.#parts.onTrouble(error)
      this.#seal(this.#segments.at(-1)) // what is in it up to here counts; what follows begins another
    }
  }

  /** These items have come to their end. */
  settled(items: readonly SerializedEnvelope[]): void {
    for (const { sequence } of items) {
      const segment = this.#segmentOf(sequence)
      if (segment === undefined) continue
      segment.pending--
      this.#removeIfDone(segment)
    }
  }

  /** The item, which has not come to its end, is on disk. */
  holds(sequence: number): boolean {
    return this.#segmentOf(sequence) !== undefined
  }

  /** For when the process may end: what has come to its end is removed, and the rest left to others. */
  close(): void {
    this.#seal(this.#segments.at(-1))
    for (const { held } of this.#segments) held.stopRenewing()
  }

  #write(item: SerializedEnvelope, sequence: number): void {
    const segment = this.#growing() ?? this.#begin(sequence)
    const text = journalRecord(item)
    const bytes = Buffer.byteLength(text)
    const written = this.#files.writeSync(segment.descriptor, text)
    if (written < bytes) writeWhole(this.#files, segment.descriptor, Buffer.from(text).subarray(written))
    if (this.#parts.isSynced) this.#files.fdatasyncSync(segment.descriptor)
    segment.to = sequence
    segment.pending++
    segment.bytes += bytes
    if (segment.bytes >= JOURNAL_BYTES) this.#seal(segment)
  }

  get #bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #growing(): Segment | undefined {
    const last = this.#segments.at(-1)
    // Timers stand still with the event loop, and the lease may be over when they go on.
    if (last !== undefined && this.#parts.clock.monotonicMs() > last.untilMs) this.#seal(last)
    return last?.isSealed === false ? last : undefined
  }

  #begin(sequence: number): Segment {
    if (this.#bytes > this.#parts.maxBytes)
      throw new SpoolError('The journal is full: too much waits for the endpoint.')
    const { directory, clock, isSynced } = this.#parts
    const file = this.#names.next({
      kind: 'journal',
      encoding: 'identity',
      timeMs: clock.epochMs(),
      items: 0,
      bytes: 0,
    })
    const [path, name] = [directory.open(), leaseName(this.#holder, file)]
    const descriptor = createFile(this.#files, join(path, name))
    const held = new HeldFile(this.#holder, path, file, name)
    if (isSynced) syncDirectory(this.#files, path)
    const timer = clock.after(SEAL_AFTER_MS, () => this.#seal(segment))
    const range = { from: sequence, to: sequence - 1 }
    const untilMs = clock.monotonicMs() + SEAL_AFTER_MS
    const segment: Segment = { ...range, untilMs, held, descriptor, timer, pending: 0, bytes: 0, isSealed: false }
    this.#segments.push(segment)
    return segment
  }

  #seal(segment: Segment | undefined): void {
    if (segment === undefined || segment.isSealed) return
    segment.isSealed = true
    segment.timer.cancel()
    this.#attempt(() => this.#files.closeSync(segment.descriptor))
    this.#removeIfDone(segment)
  }

  #segmentOf(sequence: number): Segment | undefined {
    return this.#segments.find(({ from, to }) => from <= sequence && sequence <= to)
  }

  #removeIfDone(segment: Segment): void {
    if (!segment.isSealed || segment.pending > 0) return
    this.#segments = this.#segments.filter((other) => other !== segment)
    this.#attempt(() => segment.held.remove())
  }

  #attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }
}

interface Segment {
  /** The sequence of its first item, and that of its last. */
  readonly from: number
  to: number
  /** When it is sealed at the latest. */
  readonly untilMs: number
  readonly held: HeldFile
  readonly descriptor: number
  readonly timer: Timer
  /** Items that have not come to their end. */
  pending: number
  bytes: number
  isSealed: boolean
}
