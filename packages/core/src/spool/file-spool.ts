import type { Clock, Timer } from '../clock'
import type { SpoolAccount } from '../diagnostics'
import type { SerializedEnvelope } from '../envelope/item'
import { SpoolError } from '../errors'
import type { Batch } from '../pipeline/batch'
import { type BatchFile, decodeBatchFile } from './batch-file'
import { BatchWriter, type Manner, type WriterOptions, type Written } from './batch-writer'
import type { SpoolDirectory } from './directory'
import type { Election } from './election'
import { FileNames, readyName, type SpoolFile, writerOf } from './file-name'
import { codeOf, type FileSystem, readFile, systemFiles } from './file-system'
import { HeldFile, type Holder, leaseName } from './held-file'
import { Janitor } from './janitor'
import { recoverJournal } from './journal-file'
import { OwnItems } from './own-items'
import { Quarantine } from './quarantine'
import { type Ready, Shelf } from './shelf'
import type { Claim, Spool } from './spool'
import { Suspension } from './suspension'

export interface FileSpoolOptions extends WriterOptions {
  /** How often to look for what others left behind. */
  readonly storageMaintenanceMs: number
}

export interface FileSpoolParts {
  readonly directory: SpoolDirectory
  readonly election: Election
  readonly account: SpoolAccount
  readonly clock: Clock
  /** There may be something to claim. */
  readonly onReady: () => void
  /** The disk is in trouble. */
  readonly onTrouble: (error: unknown) => void
  readonly files?: FileSystem
}

/**
 * Batches as files, one each, written once and never changed. Their names carry their state, so that every step of a
 * batch is one rename, which either one process does or another: nothing here has to be locked.
 *
 *     put      X.tmp -> X.rdy                     on disk, and counted as spooled, when it returns
 *     claim    X.rdy -> X.<until>-<owner>.lse     of a process that dies, the lease runs out
 *     ack      X.<until>-<owner>.lse -> gone
 */
export class FileSpool implements Spool {
  readonly durable = true
  /** Items of this process that are on disk. */
  readonly own = new OwnItems()
  /** @see FileNames.writer */
  readonly writer: string
  readonly #options: FileSpoolOptions
  readonly #parts: FileSpoolParts
  readonly #files: FileSystem
  readonly #holder: Holder
  readonly #shelf: Shelf
  readonly #writer: BatchWriter
  readonly #quarantine: Quarantine
  readonly #janitor: Janitor
  /** A disk that takes nothing may still give, so these two are apart. */
  readonly #writing: Suspension
  readonly #reading: Suspension
  readonly #held = new Set<HeldFile>()
  /** Delivered, but the disk would not let go of them. */
  readonly #undead = new Set<HeldFile>()
  /** Another writer whose files count as this one's. */
  #adopted: string | undefined
  /** Nothing is given before that time, unless this process flushes. */
  #restsUntilMs = Number.NEGATIVE_INFINITY
  /** For how many reasons only this process's own batches are given now, whoever leads. */
  #givesOwn = 0
  #timer: Timer | undefined
  #electionTimer: Timer | undefined

  constructor(options: FileSpoolOptions, parts: FileSpoolParts) {
    const { directory, clock, account, files = systemFiles } = parts
    const names = new FileNames()
    this.writer = names.writer
    const shelfParts = { files, directory, names, clock }
    this.#options = options
    this.#parts = parts
    this.#files = files
    this.#holder = { files, clock, owner: names.owner }
    this.#shelf = new Shelf(shelfParts, (end, file) => this.#ended(end, file))
    this.#writer = new BatchWriter(options, shelfParts, this.#shelf, (items) => account.lost('spool-full', items))
    this.#quarantine = new Quarantine(files)
    this.#janitor = new Janitor({
      holder: this.#holder,
      shelf: this.#shelf,
      quarantine: this.#quarantine,
      account,
      retentionMs: options.storageRetentionMs,
      put: (batch) => this.put(batch, 'in-exchange'),
      read: (held) => this.#read(held),
      remove: (held) => this.#remove(held),
      release: (held, tries) => this.#release(held, tries),
      onTrouble: parts.onTrouble,
    })
    this.#writing = new Suspension(clock)
    this.#reading = new Suspension(clock)
  }

  get items(): number {
    let items = 0
    for (const { file } of this.#shelf.ready) items += file.items
    for (const { file } of this.#held) items += file.items
    return items
  }

  get takes(): boolean {
    return this.#writing.isOver
  }

  get takesInHaste(): boolean {
    return this.#writing.isOverInHaste
  }

  get hasReady(): boolean {
    return this.#reading.isOver && this.#eligible !== undefined && this.#shelf.has(this.#eligible)
  }

  put(batch: Batch, manner?: Manner): 'stored' | 'refused' {
    const written = this.#write(batch, readyName, manner)
    if (written === undefined) return 'refused'
    this.own.stored(written.file.id, batch.items)
    this.#becomesReady({ ...written, isOwn: true, tries: batch.tries ?? 0, isInDoubt: batch.isInDoubt })
    return 'stored'
  }

  hold(batch: Batch): Claim | undefined {
    const written = this.#write(batch, (file) => leaseName(this.#holder, file), 'in-haste')
    if (written === undefined) return undefined
    this.own.stored(written.file.id, batch.items)
    this.#parts.account.read += batch.items.length
    return this.#claimOf(new HeldFile(this.#holder, written.directory, written.file, written.name), batch)
  }

  async claim(): Promise<Claim | undefined> {
    try {
      for (let ready = this.#next(); ready !== undefined; ready = this.#next()) {
        this.#shelf.take(ready)
        const path = this.#parts.directory.find()
        if (path === undefined || this.#isOnHand(ready)) continue // somebody deleted it, or we have it
        const held = HeldFile.claim(this.#holder, path, ready.file, ready.name)
        if (held === undefined) this.#ended('elsewhere', ready.file)
        const claim = held === undefined ? undefined : await this.#open(held, ready)
        if (claim !== undefined) return claim
      }
    } catch (error) {
      this.#reading.failed(error)
      this.#parts.onTrouble(error)
    }
    return undefined
  }

  quarantine(items: readonly SerializedEnvelope[]): void {
    this.#attempt(() => this.#quarantine.keep(this.#parts.directory.open(), items))
  }

  // --- its life ---

  /** Begins to look, now and then, for what waits in the directory, whoever left it there. */
  start(): void {
    this.look()
    // Not all processes at once.
    const delayMs = this.#options.storageMaintenanceMs * (0.8 + 0.4 * Math.random())
    this.#timer = this.#parts.clock.after(delayMs, () => this.start())
  }

  /** No more looking, and somebody else's turn to lead. What is claimed stays so until it is acked or released. */
  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    await this.#parts.election.resign()
  }

  /**
   * For a flush: what this process wrote itself is ready, whether it leads or not, and nothing else is. Returns how to end
   * that.
   */
  giveOwn(): () => void {
    this.#givesOwn++
    return () => {
      this.#givesOwn--
    }
  }

  /** Gives nothing for so long, unless this process flushes. */
  rest(restMs: number): void {
    this.#restsUntilMs = this.#parts.clock.monotonicMs() + restMs
  }

  /** No answer will be read any more: what is claimed is ready for others. */
  releaseClaims(): void {
    for (const held of this.#held) this.#attempt(() => this.#release(held, 1))
    this.#held.clear()
  }

  /** What `writer` left on disk counts as written by this process from now on. */
  adopt(writer: string): void {
    this.#adopted = writer
    this.look()
  }

  /** Learns anew what the directory holds and, where that is this process's turn, tidies it up and has it sent. */
  look(): void {
    for (const held of this.#undead) this.#attempt(() => this.#remove(held))
    this.#attempt(() => {
      const looked = this.#shelf.look()
      if (looked === undefined || looked.listing.files === 0) return
      if (!this.#parts.election.isLeader) return this.#stand(looked.path)
      this.#janitor.tidyUp(looked.path, looked.listing)
      if (this.hasReady) this.#parts.onReady()
      void this.#janitor.compact(looked.path)
    })
  }

  /** What the directory holds, as far as this process knows. */
  get contents(): SpoolContents {
    const { files, bytes, foreign } = this.#shelf
    const oldestMs = Math.min(...[...this.#shelf.ready].map(({ file }) => file.timeMs))
    return {
      state: this.#writing.isOver ? 'on' : 'suspended',
      files,
      bytes,
      items: this.items,
      oldestAgeMs: Number.isFinite(oldestMs) ? this.#parts.clock.epochMs() - oldestMs : undefined,
      foreign,
    }
  }

  // --- writing ---

  #write(batch: Batch, nameOf: (file: SpoolFile) => string, manner?: Manner): Written | undefined {
    if (!(manner === 'in-haste' ? this.takesInHaste : this.takes)) return undefined
    try {
      const written = this.#writing.timed(() => this.#writer.write(batch, nameOf, manner))
      if (written === undefined) this.#isFull()
      return written
    } catch (error) {
      this.#writing.failed(error)
      this.#parts.onTrouble(error)
      return undefined
    }
  }

  /** Finding that out again with each record would cost more than sending it. */
  #isFull(): void {
    this.#writing.rest()
    this.#parts.onTrouble(
      new SpoolError(
        'There is no room for the spool: storageMaxBytes are in use, or less than 5 % or 256 MiB of the disk are free.',
      ),
    )
  }

  #becomesReady(ready: Ready): void {
    this.#shelf.add(ready)
    if (this.#givesOwn > 0) return // a process that may be ending needs no election; the next look holds one
    // Later: it takes a moment to load what elections take, and a process that is ending has no time for it.
    this.#electionTimer ??= this.#parts.clock.after(0, () => {
      this.#electionTimer = undefined
      if (this.#timer === undefined) return
      if (this.#parts.election.isLeader) return this.#parts.onReady()
      this.#attempt(() => {
        const path = this.#parts.directory.find()
        if (path !== undefined) this.#stand(path)
      })
    })
  }

  #stand(path: string): void {
    this.#parts.election.stand(path, () => this.look())
  }

  // --- reading ---

  /** Which of them are this process's to claim; undefined while it is none. */
  get #eligible(): ((ready: Ready) => boolean) | undefined {
    if (this.#givesOwn > 0) return (ready) => ready.isOwn || writerOf(ready.file) === this.#adopted
    const rests = this.#parts.clock.monotonicMs() < this.#restsUntilMs
    return this.#parts.election.isLeader && !rests ? isAny : undefined
  }

  #next(): Ready | undefined {
    return this.#eligible === undefined ? undefined : this.#shelf.next(this.#eligible)
  }

  /** Its lease may be over although this process is at it: a disk in trouble, a process that stood still. */
  #isOnHand({ file }: Ready): boolean {
    return [...this.#held, ...this.#undead].some((held) => held.file.id === file.id) || this.#janitor.holds(file.id)
  }

  async #open(held: HeldFile, ready: Ready): Promise<Claim | undefined> {
    if (held.file.kind === 'journal') return this.#openJournal(held, ready)
    const content = await this.#read(held)
    switch (content.kind) {
      case 'intact': {
        const { items, payload, lines } = content
        this.#parts.account.read += items.length
        // What was stored as text is compressed when it is sent.
        const encoded = payload.encoding === 'gzip' ? { payload } : { lines }
        return this.#claimOf(held, { ...pastOf(ready), items, ...encoded })
      }
      case 'foreign':
        this.#shelf.leaveAlone(held.file)
        held.release()
        return undefined
      case 'damaged':
        this.#salvage(held, content.items)
        return undefined
    }
  }

  /** What a process left that is gone: a batch like any other, as large as journals grow. */
  #openJournal(held: HeldFile, ready: Ready): Claim | undefined {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) {
      this.#attempt(() => this.#moveAside(held))
      return undefined
    }
    const { items, damaged } = recoverJournal(bytes)
    if (ready.tries === 0) this.#parts.account.lost('damaged', damaged)
    if (items.length === 0) {
      this.#remove(held)
      return undefined
    }
    this.#parts.account.read += items.length
    return this.#claimOf(held, { ...pastOf(ready), items })
  }

  async #read(held: HeldFile): Promise<BatchFile> {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) return { kind: 'damaged', items: [] }
    const content = await decodeBatchFile(bytes)
    if (content.kind === 'intact') this.own.restore(held.file.id, content.items)
    return content
  }

  /** Undefined where it cannot be read, now or ever. Throws where it may be another time. */
  #bytesOf(held: HeldFile): Buffer | undefined {
    try {
      return readFile(this.#files, held.path)
    } catch (error) {
      if (['EIO', 'ELOOP', 'ENXIO', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined
      held.release()
      throw error
    }
  }

  /** What of it is still good goes on as a batch of its own. */
  #salvage(held: HeldFile, items: readonly SerializedEnvelope[]): void {
    if (items.length > 0 && this.put({ items, timeMs: held.file.timeMs }, 'in-exchange') === 'refused') {
      held.release()
      return
    }
    this.#parts.account.lost('damaged', Math.max(0, held.file.items - items.length))
    this.#attempt(() => this.#moveAside(held))
  }

  /** There is no more to be had from it here. Where it cannot be kept for somebody to look at, it is removed. */
  #moveAside(held: HeldFile): void {
    this.#undead.add(held)
    const path = this.#parts.directory.open()
    this.#ended('dropped', held.file)
    this.#quarantine.takeIn(path, held)
    this.#undead.delete(held)
    this.#shelf.removed(held.file)
    this.#quarantine.trim(path)
  }

  #claimOf(held: HeldFile, batch: Batch): Claim {
    const { account } = this.#parts
    this.#held.add(held)
    account.inHand += batch.items.length
    const settle = (finish: () => void) => {
      this.#held.delete(held)
      account.inHand -= batch.items.length
      this.#attempt(finish)
    }
    return {
      batch,
      ack: () => settle(() => this.#remove(held)),
      release: (rest) => {
        account.returned += rest.items.length
        settle(() => this.#giveBack(held, batch, rest))
      },
    }
  }

  /** It is not sent again only because the disk would not let go of it. */
  #remove(held: HeldFile): void {
    this.#undead.add(held)
    this.own.forget(held.file.id)
    held.remove()
    this.#undead.delete(held)
    this.#shelf.removed(held.file)
  }

  #giveBack(held: HeldFile, batch: Batch, rest: Batch): void {
    const tries = (batch.tries ?? 0) + 1
    const isCompressedNow = rest.payload?.encoding === 'gzip' && held.file.encoding === 'identity'
    if (rest !== batch || isCompressedNow) {
      const timeMs = held.file.timeMs
      if (this.put({ ...rest, timeMs, tries }, 'in-exchange') === 'stored') return this.#remove(held)
    }
    // Where a part cannot be written, all of it goes back: rather twice than never.
    this.#release(held, tries, rest.isInDoubt)
  }

  #release(held: HeldFile, tries: number, isInDoubt?: boolean): void {
    const name = held.release()
    if (name === undefined) this.#ended('elsewhere', held.file)
    else this.#becomesReady({ file: held.file, name, isOwn: true, tries, isInDoubt })
  }

  /** The file is gone, or not ours to send any more; with it go this process's items. */
  #ended(end: 'dropped' | 'elsewhere', { id }: SpoolFile): void {
    const upTo = this.own.forget(id)
    if (upTo !== undefined) this.#parts.account.endedUnread(end, upTo)
  }

  #attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }
}

export interface SpoolContents {
  /** `suspended`: the disk is full, fails or crawls; it is asked again within half a minute. */
  readonly state: 'on' | 'suspended'
  /** Those of other processes, too, as of the last look. */
  readonly files: number
  readonly bytes: number
  readonly items: number
  /** How old the oldest item is, of what waits. */
  readonly oldestAgeMs: number | undefined
  /** Files that are none of ours, or of a newer version. */
  readonly foreign: number
}

// --- helpers, in order of use ---

/** What a batch keeps of its last time in hand. */
function pastOf({ file, tries, isInDoubt }: Ready): Omit<Batch, 'items'> {
  return { timeMs: file.timeMs, tries, isInDoubt }
}

function isAny(): boolean {
  return true
}
