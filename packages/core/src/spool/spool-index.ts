import { join } from 'node:path'
import type { Clock } from '../clock'
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_JOURNAL_BYTES } from './bounds'
import { ClockWatch } from './clock-watch'
import type { SpoolDirectory } from './directory'
import { type FileNames, olderFirst, readName, type SpoolFile, writerOf } from './file-name'
import { type FileSystem, readFile, spareBytes } from './file-system'
import { removed } from './held-file'
import type { Holdings } from './holdings'
import { recoverJournal } from './journal-file'
import { isNoBatch, namesIn, statusOf, type View } from './listing'
import { type Ready, ReadyFiles, type Whose } from './ready-files'
import { advance, type Work } from './slices'

export interface IndexParts {
  readonly files: FileSystem
  readonly directory: SpoolDirectory
  readonly names: FileNames
  readonly clock: Clock
  readonly holdings: Holdings
}

/** A file that was ready was thrown away, or is another process's now. */
export type OnGone = (end: 'dropped' | 'elsewhere', file: SpoolFile) => void

/** Files, and what they add up to. */
export interface Sum {
  readonly files: number
  readonly bytes: number
}

/** At most so many names of unfinished files are kept: the rest is found the next time. */
const MAX_UNFINISHED = 1_000

/**
 * What is known of the directory: as the last look found it, and as this process has changed it since. A look goes
 * through the directory in slices, however large that is, and never has to be complete: what is missing here is not
 * lost but found later, and what is here and gone cannot be claimed.
 */
export class SpoolIndex {
  readonly clockWatch: ClockWatch
  readonly #parts: IndexParts
  readonly #onGone: OnGone
  readonly #ready = new ReadyFiles()
  /** Another writer whose files count as this process's. */
  #adopted: string | undefined
  #last = new Look()
  /** The look that is under way, and the work that is left of it. */
  #look: Look | undefined
  #work: Work | undefined
  #spareBytes = Number.POSITIVE_INFINITY
  #bytesWritten = 0

  constructor(parts: IndexParts, onGone: OnGone) {
    this.#parts = parts
    this.#onGone = onGone
    this.clockWatch = new ClockWatch(parts.clock)
  }

  /** Everything in the directory that is ours. */
  get total(): Sum & { readonly items: number } {
    const { beyond } = this.#last
    const [ready, inHand, others] = [this.#ready, this.#parts.holdings, this.#last.others]
    return {
      files: ready.files + inHand.files + others.files + beyond.files,
      bytes: ready.bytes + inHand.bytes + others.bytes + beyond.bytes,
      items: ready.items + inHand.items + beyond.items,
    }
  }

  /** What cannot be thrown away, because some process has it. */
  get occupied(): Sum {
    const [inHand, others] = [this.#parts.holdings, this.#last.others]
    return { files: inHand.files + others.files, bytes: inHand.bytes + others.bytes }
  }

  /** What the disk can do without. */
  get spareBytes(): number {
    return this.#spareBytes - this.#bytesWritten
  }

  /** What this process wrote since the last look; infinite before the first. */
  get bytesSinceLook(): number {
    return this.#spareBytes === Number.POSITIVE_INFINITY ? this.#spareBytes : this.#bytesWritten
  }

  get foreign(): number {
    return this.#last.strangers + this.#last.foreign.size
  }

  get oldestMs(): number | undefined {
    return this.#ready.oldest()?.file.timeMs
  }

  /** Names of files that were never finished, and never will be. */
  get unfinished(): readonly string[] {
    return this.#last.unfinished
  }

  /** Looks on for one slice. Returns true when all of the directory has been looked at. Throws what the disk says. */
  refresh(): boolean {
    this.#work ??= this.#lookAround()
    try {
      if (!advance(this.#work, this.#parts.clock)) return false
    } catch (error) {
      this.stop()
      throw error
    }
    this.stop()
    return true
  }

  /** True while a look is under way that `refresh` has to go on with. */
  get isRefreshing(): boolean {
    return this.#work !== undefined
  }

  /** Ends the look that is under way. */
  stop(): void {
    this.#work?.return()
    this.#work = undefined
    this.#look = undefined
  }

  has(whose: Whose): boolean {
    return this.#ready.next(whose) !== undefined
  }

  /** The one to send next: tried least, the oldest of these. */
  next(whose: Whose): Ready | undefined {
    return this.#ready.next(whose)
  }

  /** The one to lose first. */
  oldest(kind?: SpoolFile['kind']): Ready | undefined {
    return this.#ready.oldest(kind)
  }

  /** All that can be claimed, in no order. */
  get ready(): Iterable<Ready> {
    return this.#ready
  }

  /** There are more files than are kept in mind: another look finds some of these, once there is room for them. */
  get isPartial(): boolean {
    return this.#last.beyond.files > 0
  }

  written(bytes: number): void {
    this.#bytesWritten += bytes
  }

  add(ready: Ready): void {
    this.#ready.add(ready)
    this.#look?.seen.add(ready)
  }

  /** Somebody has it, or nobody needs it. */
  take(ready: Ready): void {
    this.#ready.delete(ready)
  }

  /** The files of this writer count as this process's from now on. */
  adopt(writer: string): void {
    this.#adopted = writer
    const adopted = [...this.#ready].filter(({ file, isOwn }) => !isOwn && writerOf(file) === writer)
    for (const ready of adopted) this.add({ ...ready, isOwn: true })
  }

  ignore({ id }: SpoolFile): void {
    this.#last.foreign.add(id)
    this.#look?.foreign.add(id)
  }

  /** Removes the file, unless somebody else was faster: how many items are lost with it. Throws what the disk says. */
  discard(ready: Ready, path: string): number {
    const items = this.#itemsOf(ready, join(path, ready.name))
    this.take(ready)
    const isLost = removed(this.#parts.files, join(path, ready.name))
    this.#onGone(isLost ? 'dropped' : 'elsewhere', ready.file)
    return isLost ? items : 0
  }

  /** A journal's name was made before there was anything in it. */
  #itemsOf({ file, items }: Ready, path: string): number {
    if (file.kind !== 'journal') return items
    return recoverJournal(readFile(this.#parts.files, path, MAX_JOURNAL_BYTES) ?? Buffer.alloc(0)).items.length
  }

  *#lookAround(): Work {
    const { files, directory, clock, names } = this.#parts
    const look = new Look()
    this.#look = look
    this.#bytesWritten = 0
    const path = directory.find()
    if (path !== undefined) {
      this.#spareBytes = spareBytes(files, path)
      for (const name of namesIn(files, path)) {
        const view = { names, nowMs: clock.epochMs(), isTimeTrusted: this.clockWatch.isTrusted }
        this.#learn(look, path, name, view)
        yield
      }
    }
    for (const ready of this.#ready) {
      if (!look.seen.has(ready)) {
        this.take(ready)
        this.#onGone('elsewhere', ready.file)
      }
      yield
    }
    this.#last = look
  }

  /** What this process has changed since the look began it knows better. */
  #learn(look: Look, path: string, name: string, view: View): void {
    const known = readName(name)
    if (known === undefined) {
      if (!isNoBatch(name)) look.strangers++
      return
    }
    const { id } = known.file
    if (this.#parts.holdings.has(id)) return
    const before = this.#ready.get(id)
    if (before !== undefined && (before.name === name || look.seen.has(before))) {
      look.seen.add(before)
      return
    }
    const isAdopted = writerOf(known.file) === this.#adopted
    const isNew = before === undefined && !isAdopted
    if (isNew && known.state.kind === 'ready' && !this.#isWanted(look, known.file)) return
    const standing = statusOf(this.#parts.files, path, name, known, view)
    if (standing === undefined) return
    const { kind, found } = standing
    if (this.#last.foreign.has(id)) look.foreign.add(id)
    if (kind === 'unfinished' && look.unfinished.length < MAX_UNFINISHED) look.unfinished.push(name)
    if (kind !== 'claimable' || look.foreign.has(id)) return look.count('others', found)
    if (isNew && known.state.kind === 'leased' && !this.#isWanted(look, found.file)) return
    const { isOwn = isAdopted, tries = 0, isInDoubt } = before ?? {}
    this.add({ ...found, isOwn, tries, isInDoubt })
  }

  /** Of too many files, the oldest are kept in mind. */
  #isWanted(look: Look, file: SpoolFile): boolean {
    const youngest = this.#ready.firstToForget(file.kind)
    if (youngest === undefined) return true
    const isOlder = olderFirst(file, youngest.file) < 0
    look.count('beyond', isOlder ? youngest.file : file)
    if (isOlder) this.take(youngest)
    return isOlder
  }
}

// --- helpers ---

/** What one look found, and nothing that this process can claim. */
class Look {
  /** Files that can be claimed, seen or made since the look began. */
  readonly seen = new Set<Ready>()
  /** Their names are ours, and what is in them is of a version that this one cannot read: they are left alone. */
  readonly foreign = new Set<string>()
  /** How many names are not ours. */
  strangers = 0
  /** Names of files that were never finished, and never will be. */
  readonly unfinished: string[] = []
  /** In the hands of other processes, or foreign. */
  readonly others = { files: 0, bytes: 0, items: 0 }
  /** More than are kept in mind; by what their names say, as far as that is possible. */
  readonly beyond = { files: 0, bytes: 0, items: 0 }

  count(where: 'others' | 'beyond', { bytes, items }: Pick<SpoolFile, 'bytes' | 'items'>): void {
    const sum = this[where]
    sum.files++
    sum.bytes += Math.min(bytes, MAX_BATCH_BYTES)
    sum.items += Math.min(items, MAX_BATCH_ITEMS)
  }
}
