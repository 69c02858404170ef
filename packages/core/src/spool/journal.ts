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

/** No item is appended to an older file, because its lease may have expired if the process was suspended. */
const SEAL_AFTER_MS = 2_000

export interface JournalParts {
  readonly directory: SpoolDirectory
  readonly clock: Clock
  /** Whether to call `fdatasync` after each item, so that it survives a power loss. */
  readonly isSynced: boolean
  /** The size limit of all files together. A single unfinished item keeps its whole file. */
  readonly maxBytes: number
  readonly onTrouble: (error: unknown) => void
  readonly files?: FileSystem
}

/**
 * Keeps a copy of every item in memory on disk, in append-only files. This process never reads these files, and removes
 * each file when all of its items are finished. If the process dies, the leader of the directory turns them into batches.
 * @see JournalRecovery
 */
export class Journal {
  readonly #parts: JournalParts
  readonly #files: FileSystem
  readonly #names = new FileNames()
  readonly #holder: LeaseHolder
  readonly #health: DiskHealth
  /** The files, in the order of their items. Only the last one may still grow. */
  #segments: Segment[] = []

  constructor(parts: JournalParts) {
    this.#parts = parts
    this.#files = parts.files ?? systemFiles
    this.#holder = { files: this.#files, clock: parts.clock, owner: this.#names.owner }
    this.#health = new DiskHealth(parts.clock)
  }

  /** Writes the item to the file before it returns, unless the disk fails. Never throws. */
  append(item: SerializedEnvelope, sequence: number): void {
    if (!this.#health.isUsable) return
    try {
      this.#health.timed(() => this.#write(item, sequence))
    } catch (error) {
      this.#health.failed(error)
      this.#parts.onTrouble(error)
      this.#seal(this.#segments.at(-1)) // its complete lines are kept; the next item starts another file
    }
  }

  /** Records that these items are finished: sent, dropped or spooled. */
  settled(items: readonly SerializedEnvelope[]): void {
    for (const { sequence } of items) {
      const segment = this.#segmentOf(sequence)
      if (segment === undefined) continue
      segment.pending--
      this.#removeIfDone(segment)
    }
  }

  /** Returns true if this unfinished item is on disk. */
  holds(sequence: number): boolean {
    return this.#segmentOf(sequence) !== undefined
  }

  /** Seals the last file and removes finished files. The next process takes over the others. */
  close(): void {
    this.#seal(this.#segments.at(-1))
    for (const { held } of this.#segments) held.stopRenewing()
  }

  #write(item: SerializedEnvelope, sequence: number): void {
    const segment = this.#growing() ?? this.#begin(sequence)
    const line = journalRecord(item)
    const bytes = Buffer.byteLength(line)
    const written = this.#files.writeSync(segment.descriptor, line)
    if (written < bytes) writeWhole(this.#files, segment.descriptor, Buffer.from(line).subarray(written))
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
    // If the event loop was blocked, the timer has not sealed the file, and its lease may have expired.
    if (last !== undefined && this.#parts.clock.monotonicMs() > last.untilMs) this.#seal(last)
    return last?.isSealed === false ? last : undefined
  }

  #begin(sequence: number): Segment {
    if (this.#bytes > this.#parts.maxBytes)
      throw new SpoolError('The journal is full: too many items wait for the endpoint. Set a larger maxQueueBytes.')
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
  /** The sequence numbers of its first and last item. */
  readonly from: number
  to: number
  /** The file is sealed by this time. */
  readonly untilMs: number
  readonly held: HeldFile
  readonly descriptor: number
  readonly timer: Timer
  /** The number of unfinished items. */
  pending: number
  bytes: number
  isSealed: boolean
}
