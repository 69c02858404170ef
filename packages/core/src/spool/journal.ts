import type { Clock, Timer } from '../clock'
import type { SerializedEnvelope } from '../envelope/serialize'
import type { SpoolDirectory } from './directory'
import { FileNames } from './file-name'
import { createFile, type FileSystem, systemFiles, writeWhole } from './file-system'
import { HeldFile, type Holder } from './held-file'
import { journalRecord } from './journal-file'
import { JOURNAL_BYTES } from './listing'
import { Suspension } from './suspension'

/** A journal of a process that stands still is not written any more after so long. */
const SEAL_AFTER_MS = 2_000

export interface JournalParts {
  readonly directory: SpoolDirectory
  readonly clock: Clock
  /** `fdatasync` after each item: it survives a power loss then. */
  readonly isSynced: boolean
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
  readonly #holder: Holder
  readonly #suspension: Suspension
  /** By sequence: each holds the items from its `from` to the `from` of the next. The last one may still grow. */
  #segments: Segment[] = []

  constructor(parts: JournalParts) {
    this.#parts = parts
    this.#files = parts.files ?? systemFiles
    this.#holder = { files: this.#files, clock: parts.clock, owner: this.#names.owner }
    this.#suspension = new Suspension(parts.clock)
  }

  /** When it returns, the item is in the file, unless the disk is in trouble. Never throws. */
  append(item: SerializedEnvelope, sequence: number): void {
    if (!this.#suspension.isOver) return
    try {
      this.#suspension.timed(() => this.#write(item, sequence))
    } catch (error) {
      this.#suspension.failed(error)
      this.#parts.onTrouble(error)
      this.#seal(this.#segments.at(-1)) // what is in it up to here counts; what follows begins another
    }
  }

  /** These items have come to their end. */
  settled(items: readonly SerializedEnvelope[]): void {
    for (const { sequence } of items) this.#forget(sequence)
  }

  /** The item is on disk, and its end is not known. */
  holds(sequence: number): boolean {
    return this.#segmentOf(sequence)?.items.has(sequence) === true
  }

  /** For when the process may end: what has come to its end is removed, and the rest left to others. */
  close(): void {
    this.#seal(this.#segments.at(-1))
    for (const { held } of this.#segments) held.letGo()
  }

  #write(item: SerializedEnvelope, sequence: number): void {
    const segment = this.#growing() ?? this.#begin(sequence)
    const record = journalRecord(item)
    const bytes = Buffer.byteLength(record)
    const written = this.#files.writeSync(segment.descriptor, record)
    if (written < bytes) writeWhole(this.#files, segment.descriptor, Buffer.from(record).subarray(written))
    if (this.#parts.isSynced) this.#files.fdatasyncSync(segment.descriptor)
    segment.items.add(sequence)
    segment.bytes += bytes
    if (segment.bytes >= JOURNAL_BYTES) this.#seal(segment)
  }

  #growing(): Segment | undefined {
    const last = this.#segments.at(-1)
    return last?.isSealed === false ? last : undefined
  }

  #begin(sequence: number): Segment {
    const { directory, clock } = this.#parts
    const file = this.#names.next({
      kind: 'journal',
      encoding: 'identity',
      timeMs: clock.epochMs(),
      items: 0,
      bytes: 0,
    })
    let descriptor = -1
    const held = HeldFile.make(this.#holder, directory.open(), file, (path) => {
      descriptor = createFile(this.#files, path)
    })
    const timer = clock.after(SEAL_AFTER_MS, () => this.#seal(segment))
    const segment: Segment = { from: sequence, held, descriptor, timer, items: new Set(), bytes: 0, isSealed: false }
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

  #forget(sequence: number): void {
    const segment = this.#segmentOf(sequence)
    if (segment?.items.delete(sequence) === true) this.#removeIfDone(segment)
  }

  #segmentOf(sequence: number): Segment | undefined {
    return this.#segments.findLast(({ from }) => from <= sequence)
  }

  #removeIfDone(segment: Segment): void {
    if (!segment.isSealed || segment.items.size > 0) return
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
  /** The sequence of its first item. */
  readonly from: number
  readonly held: HeldFile
  readonly descriptor: number
  readonly timer: Timer
  /** Sequences of the items that have not come to their end. */
  readonly items: Set<number>
  bytes: number
  isSealed: boolean
}
