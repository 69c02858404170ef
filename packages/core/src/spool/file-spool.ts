import type { Batch } from '../batch/batch'
import type { Clock, Timer } from '../clock'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { SpoolContents } from '../diagnostics/stats'
import { SpoolError } from '../errors'
import type { SerializedEnvelope } from '../item/item'
import { BatchReader } from './batch-reader'
import { BatchWriter, type WriteMode, type WriterOptions, type Written } from './batch-writer'
import type { SpoolDirectory } from './directory'
import { DiskHealth } from './disk-health'
import type { Election } from './election'
import { FileNames, readyName, type SpoolFile } from './file-name'
import { type FileSystem, systemFiles } from './file-system'
import { type HeldFile, type LeaseHolder, leaseName } from './held-file'
import { Holdings } from './holdings'
import { Janitor } from './janitor'
import type { FoundFile } from './listing'
import { OwnItems } from './own-items'
import { Quarantine } from './quarantine'
import type { Ready, Whose } from './ready-files'
import { soon, turn } from './slices'
import type { Claim, Spool } from './spool'
import { SpoolIndex } from './spool-index'

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
 *     claim    X.rdy -> X.<until>-<owner>.lse     if the process dies, the lease runs out
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
  readonly #holder: LeaseHolder
  readonly #holdings: Holdings
  readonly #index: SpoolIndex
  readonly #reader: BatchReader
  readonly #writer: BatchWriter
  readonly #quarantine: Quarantine
  readonly #janitor: Janitor
  /** A disk that takes nothing may still give, so these two are apart. */
  readonly #writing: DiskHealth
  readonly #reading: DiskHealth
  /** Claimed, and neither acked nor released. */
  readonly #claimed = new Set<HeldFile>()
  /** Nothing is given before that time, unless this process flushes. */
  #restsUntilMs = Number.NEGATIVE_INFINITY
  /** For how many reasons only this process's own batches are given now, whoever leads. */
  #givesOwn = 0
  #isStopped = false
  #timer: Timer | undefined
  #electionTimer: Timer | undefined
  #readyTimer: Timer | undefined
  /** The next slice of a look. */
  #nextSlice: Timer | undefined

  constructor(options: FileSpoolOptions, parts: FileSpoolParts) {
    const { directory, clock, account, onTrouble, files = systemFiles } = parts
    const names = new FileNames()
    this.writer = names.writer
    this.#options = options
    this.#parts = parts
    this.#holder = { files, clock, owner: names.owner }
    this.#holdings = new Holdings(this.#holder, this.own)
    const indexParts = { files, directory, names, clock, holdings: this.#holdings }
    this.#index = new SpoolIndex(indexParts, (end, file) => this.#ended(end, file))
    this.#reader = new BatchReader(files, this.own)
    this.#writer = new BatchWriter(options, indexParts, this.#index, (items) => account.lost('spool-full', items))
    this.#quarantine = new Quarantine(files, clock, onTrouble)
    this.#janitor = new Janitor({
      holder: this.#holder,
      holdings: this.#holdings,
      index: this.#index,
      reader: this.#reader,
      quarantine: this.#quarantine,
      account,
      retentionMs: options.storageRetentionMs,
      put: (batch) => this.put(batch, 'replacement'),
      look: () => this.#lookOnLater(),
      evictOne: (path) => this.#writer.evictOne(path),
      release: (held, tries) => this.#release(held, tries),
      onTrouble,
    })
    this.#writing = new DiskHealth(clock)
    this.#reading = new DiskHealth(clock)
  }

  get items(): number {
    return this.#index.total.items
  }

  get takes(): boolean {
    return this.#writing.isUsable
  }

  get takesUrgent(): boolean {
    return this.#writing.isUsableForUrgent
  }

  get hasReady(): boolean {
    return this.#reading.isUsable && this.#next() !== undefined
  }

  put(batch: Batch, mode?: WriteMode): 'stored' | 'refused' {
    const written = this.#write(batch, readyName, mode)
    if (written === undefined) return 'refused'
    this.own.stored(written.file.id, batch.items)
    const { tries = 0, isInDoubt } = batch
    this.#becomesReady({ ...foundFileOf(written), isOwn: true, tries, isInDoubt })
    return 'stored'
  }

  hold(batch: Batch): Claim | undefined {
    const written = this.#write(batch, (file) => leaseName(this.#holder, file), 'urgent')
    if (written === undefined) return undefined
    this.own.stored(written.file.id, batch.items)
    this.#parts.account.read += batch.items.length
    return this.#claimOf(this.#holdings.adopt(written.file, written.directory, written.name), batch)
  }

  async claim(): Promise<Claim | undefined> {
    try {
      for (let ready = this.#next(); ready !== undefined; ready = this.#next()) {
        this.#index.take(ready)
        if (this.#holdings.has(ready.file.id)) continue // its lease is over all the same: this process stood still
        const path = this.#parts.directory.find()
        const held = path === undefined ? undefined : this.#holdings.claim(ready, path)
        if (held === undefined) this.#ended('elsewhere', ready.file)
        const claim = held === undefined ? undefined : await this.#open(held, ready)
        if (claim !== undefined) return claim
        await turn() // there may be thousands of files that are no batches
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
    this.#checkPlace()
    this.refresh()
    // Not all processes at once.
    const delayMs = this.#options.storageMaintenanceMs * (0.8 + 0.4 * Math.random())
    this.#timer = this.#parts.clock.after(delayMs, () => this.start())
  }

  /** A directory that cannot be used is known before it is needed. */
  #checkPlace(): void {
    if (!this.takes) return
    try {
      this.#parts.directory.open()
    } catch (error) {
      this.#writing.failed(error)
      this.#parts.onTrouble(error)
    }
  }

  /** No more looking, and another process's turn to lead. What is claimed stays so until it is acked or released. */
  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#isStopped = true
    this.#index.stop()
    await this.#parts.election.leave()
  }

  /**
   * For a flush: what this process wrote itself is ready, whether it leads or not, and nothing else is. Returns how to end
   * that.
   */
  claimOwnOnly(): () => void {
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
    for (const held of this.#claimed) this.#attempt(() => this.#release(held, 1))
    this.#claimed.clear()
  }

  /** What `writer` left on disk counts as written by this process from now on. Looks for it in one go, however long it takes. */
  adopt(writer: string): void {
    this.#index.adopt(writer)
    this.#attempt(() => {
      while (!this.#index.refresh()) {}
    })
  }

  /**
   * Learns what the directory holds now and, if this process leads, tidies it up and has it sent: the first slice at
   * once, the rest of a large directory in turns of their own.
   */
  refresh(): void {
    this.#holdings.removeAgain((work) => this.#attempt(work))
    this.#attempt(() => {
      if (!this.#index.refresh()) return this.#lookOnLater()
      const path = this.#parts.directory.find()
      if (path === undefined || this.#index.total.files === 0) return
      if (!this.#parts.election.isLeader) return this.#joinElection(path)
      this.#janitor.tidyUp(path)
      if (this.hasReady) this.#parts.onReady()
    })
  }

  #lookOnLater(): void {
    this.#nextSlice ??= soon(() => {
      this.#nextSlice = undefined
      if (this.#isStopped) this.#index.stop()
      else this.refresh()
    })
  }

  /** What the directory holds, as far as this process knows. */
  get contents(): SpoolContents {
    const { foreign, oldestMs, total } = this.#index
    const ageMs = oldestMs === undefined ? undefined : this.#parts.clock.epochMs() - oldestMs
    return {
      state: this.#writing.isUsable ? 'on' : 'suspended',
      ...total,
      oldestAgeMs: ageMs === undefined ? undefined : Math.max(0, ageMs),
      foreign,
    }
  }

  // --- writing ---

  #write(batch: Batch, nameOf: (file: SpoolFile) => string, mode?: WriteMode): Written | undefined {
    if (!(mode === 'urgent' ? this.takesUrgent : this.takes)) return undefined
    try {
      const written = this.#writing.timed(() => this.#writer.write(batch, nameOf, mode))
      if (written === undefined) this.#isFull()
      if (this.#index.isRefreshing) this.#lookOnLater() // it is the writer that began
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
    this.#index.add(ready)
    // A process that flushes may be ending. It needs no election, whose loading changes exit codes; the next look holds one.
    if (this.#givesOwn > 0) {
      this.#readyTimer ??= this.#parts.clock.after(0, () => {
        this.#readyTimer = undefined
        this.#parts.onReady()
      })
      return
    }
    // Later: it takes a moment to load what elections take, and a process that is ending has no time for it.
    this.#electionTimer ??= this.#parts.clock.after(0, () => {
      this.#electionTimer = undefined
      if (this.#timer === undefined) return
      if (this.#parts.election.isLeader) return this.#parts.onReady()
      this.#attempt(() => {
        const path = this.#parts.directory.find()
        if (path !== undefined) this.#joinElection(path)
      })
    })
  }

  #joinElection(path: string): void {
    this.#parts.election.join(path, () => this.refresh())
  }

  // --- reading ---

  /** Which of them are this process's to claim; undefined while it is none. */
  get #eligible(): Whose | undefined {
    if (this.#givesOwn > 0) return 'own'
    const rests = this.#parts.clock.monotonicMs() < this.#restsUntilMs
    return this.#parts.election.isLeader && !rests ? 'any' : undefined
  }

  #next(): Ready | undefined {
    return this.#eligible === undefined ? undefined : this.#index.next(this.#eligible)
  }

  async #open(held: HeldFile, ready: Ready): Promise<Claim | undefined> {
    const { account } = this.#parts
    try {
      if (!this.#reader.mayRead(ready)) {
        this.#setAside(held, this.#reader.itemsOf(held, ready))
        return undefined
      }
      const content = await this.#reader.read(held)
      switch (content.kind) {
        case 'intact': {
          const { batch, damaged } = content
          if (ready.tries === 0) account.lost('damaged', damaged)
          if (batch.items.length > 0) {
            account.read += batch.items.length
            return this.#claimOf(held, { ...pastOf(ready), ...batch })
          }
          this.#holdings.remove(held)
          return undefined
        }
        case 'foreign':
          this.#index.ignore(held.file)
          this.#holdings.release(held)
          return undefined
        case 'damaged':
          this.#salvage(held, ready, content.items)
          return undefined
      }
    } catch (error) {
      // It may be readable another time. Others go first: the trouble may be this file's alone.
      if (this.#holdings.has(held.file.id)) this.#release(held, ready.tries + 1)
      throw error
    }
  }

  /** What of it is still good goes on as a batch of its own. */
  #salvage(held: HeldFile, ready: Ready, items: readonly SerializedEnvelope[]): void {
    if (items.length > 0 && this.put({ items, timeMs: held.file.timeMs }, 'replacement') === 'refused') {
      this.#holdings.release(held)
      return
    }
    this.#setAside(held, Math.max(0, ready.items - items.length))
  }

  /** There is no more to be had from it here: it is kept for somebody to look at. */
  #setAside(held: HeldFile, lost: number): void {
    this.#parts.account.lost('damaged', lost)
    this.#ended('dropped', held.file)
    this.#attempt(() => this.#holdings.done(held, () => this.#quarantine.add(this.#parts.directory.open(), held)))
  }

  #claimOf(held: HeldFile, batch: Batch): Claim {
    const { account } = this.#parts
    this.#claimed.add(held)
    account.inHand += batch.items.length
    const settle = (finish: () => void) => {
      this.#claimed.delete(held)
      account.inHand -= batch.items.length
      this.#attempt(finish)
    }
    return {
      batch,
      ack: () => settle(() => this.#holdings.remove(held)),
      release: (rest) => {
        account.returned += rest.items.length
        settle(() => this.#giveBack(held, batch, rest))
      },
    }
  }

  #giveBack(held: HeldFile, batch: Batch, rest: Batch): void {
    const tries = (batch.tries ?? 0) + 1
    const isCompressedNow = rest.payload?.encoding === 'gzip' && held.file.encoding === 'identity'
    if (rest !== batch || isCompressedNow) {
      const timeMs = held.file.timeMs
      if (this.put({ ...rest, timeMs, tries }, 'replacement') === 'stored') return this.#holdings.remove(held)
    }
    // If a part cannot be written, all of it goes back: rather twice than never.
    if (rest !== batch) this.own.keepOnly(held.file.id, batch.items, rest.items)
    this.#release(held, tries, rest.isInDoubt)
  }

  #release(held: HeldFile, tries: number, isInDoubt?: boolean): void {
    const found = this.#holdings.release(held)
    if (found === undefined) this.#ended('elsewhere', held.file)
    else this.#becomesReady({ ...found, isOwn: true, tries, isInDoubt })
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

// --- helpers, in order of use ---

/** What a batch keeps of its last time in hand. */
function pastOf({ file, tries, isInDoubt }: Ready): Omit<Batch, 'items'> {
  return { timeMs: file.timeMs, tries, isInDoubt }
}

function foundFileOf({ file, name }: Written): FoundFile {
  return { file, name, bytes: file.bytes, items: file.items, deaths: 0 }
}
