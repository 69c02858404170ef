import { join } from 'node:path'
import type { Clock, Timer } from '../clock'
import { MAX_JOURNAL_BYTES } from './bounds'
import { ClockWatch } from './clock-watch'
import type { SpoolDirectory } from './directory'
import { type FileNames, type SpoolFile, writerOf } from './file-name'
import { type FileSystem, readFile, spareBytes } from './file-system'
import { removed } from './held-file'
import type { Holdings } from './holdings'
import { recoverJournal } from './journal-file'
import type { View } from './listing'
import type { Ready, ReadyFiles } from './ready-files'
import { Scan } from './scan'
import { advance, soon, type Work } from './slices'

export interface IndexParts {
  readonly files: FileSystem
  readonly directory: SpoolDirectory
  readonly names: FileNames
  readonly clock: Clock
  readonly ready: ReadyFiles
  readonly holdings: Holdings
  /** Called in a later turn, after `refreshLater`. */
  readonly onRefreshDue: () => void
}

export interface Sum {
  readonly files: number
  readonly bytes: number
}

/**
 * The known contents of the directory: the result of the last scan and the changes that this process has made since then. A
 * scan runs in short slices. It does not have to be exact: a missing file is found later, and a file that is gone cannot be
 * claimed.
 */
export class SpoolIndex {
  readonly clockWatch: ClockWatch
  readonly #parts: IndexParts
  #adopted: string | undefined
  #last = new Scan()
  #current: { readonly scan: Scan; readonly work: Work } | undefined
  #nextSlice: Timer | undefined
  #isStopped = false
  #spareBytes = Number.POSITIVE_INFINITY
  #bytesWritten = 0

  constructor(parts: IndexParts) {
    this.#parts = parts
    this.clockWatch = new ClockWatch(parts.clock)
  }

  /** The sum of all batch files in the directory. */
  get total(): Sum & { readonly items: number } {
    const { ready, holdings } = this.#parts
    const { others, beyond } = this.#last
    return {
      files: ready.files + holdings.files + others.files + beyond.files,
      bytes: ready.bytes + holdings.bytes + others.bytes + beyond.bytes,
      items: ready.items + holdings.items + beyond.items,
    }
  }

  /** The sum of the files that cannot be evicted, because a process holds them. */
  get occupied(): Sum {
    const [{ holdings }, { others }] = [this.#parts, this.#last]
    return { files: holdings.files + others.files, bytes: holdings.bytes + others.bytes }
  }

  /** The number of bytes of the disk that may still be used. */
  get spareBytes(): number {
    return this.#spareBytes - this.#bytesWritten
  }

  /** The number of bytes that this process has written since the last refresh began. Infinite before the first refresh. */
  get bytesSinceRefresh(): number {
    return this.#spareBytes === Number.POSITIVE_INFINITY ? this.#spareBytes : this.#bytesWritten
  }

  /** The number of files that are not batches of a known version. */
  get foreign(): number {
    return this.#last.foreignFiles
  }

  /** The names of unfinished files that their writers have abandoned. */
  get unfinished(): readonly string[] {
    return this.#last.unfinished
  }

  /** True if the directory has more files than the index can hold. A refresh finds the others after some files are gone. */
  get isPartial(): boolean {
    return this.#last.beyond.files > 0
  }

  get isRefreshing(): boolean {
    return this.#current !== undefined
  }

  /** Scans for one slice. Returns true if the scan is complete. Throws disk errors. */
  refresh(): boolean {
    this.#current ??= this.#beginScan()
    const { scan, work } = this.#current
    try {
      if (!advance(work, this.#parts.clock)) return false
      this.#last = scan
    } catch (error) {
      this.#cancelScan()
      throw error
    }
    this.#cancelScan()
    return true
  }

  /** Schedules another slice in a later turn. */
  refreshLater(): void {
    this.#nextSlice ??= soon(() => {
      this.#nextSlice = undefined
      if (this.#isStopped) this.#cancelScan()
      else this.#parts.onRefreshDue()
    })
  }

  /** Cancels the current scan and prevents later ones. */
  stop(): void {
    this.#isStopped = true
    this.#cancelScan()
  }

  written(bytes: number): void {
    this.#bytesWritten += bytes
  }

  /** Treats the files of this writer as this process's own from now on. */
  adopt(writer: string): void {
    const { ready } = this.#parts
    this.#adopted = writer
    this.#cancelScan()
    const adopted = [...ready].filter(({ file, isOwn }) => !isOwn && writerOf(file) === writer)
    for (const file of adopted) ready.add({ ...file, isOwn: true })
  }

  /** Ignores a file whose content has an unknown version, so that it is not claimed again. */
  ignore({ id }: SpoolFile): void {
    this.#last.foreign.add(id)
    this.#current?.scan.foreign.add(id)
  }

  /** Removes the file. Returns the number of lost items. Throws disk errors. */
  discard(file: Ready, directory: string): number {
    const { files, ready, holdings } = this.#parts
    const path = join(directory, file.name)
    const items = this.#itemsOf(file, path)
    ready.delete(file)
    const isLost = removed(files, path)
    holdings.ended(isLost ? 'dropped' : 'elsewhere', file.file)
    return isLost ? items : 0
  }

  /** Returns the number of items. Reads it from a journal, because the name of a journal does not contain it. */
  #itemsOf({ file, items }: Ready, path: string): number {
    if (file.kind !== 'journal') return items
    return recoverJournal(readFile(this.#parts.files, path, MAX_JOURNAL_BYTES) ?? Buffer.alloc(0)).items.length
  }

  #beginScan() {
    const { files, names, ready, holdings } = this.#parts
    const knownForeign = this.#last.foreign
    const scan = new Scan({ files, names, ready, holdings, adopted: this.#adopted, knownForeign })
    return { scan, work: this.#run(scan) }
  }

  *#run(scan: Scan): Work {
    const { files, directory } = this.#parts
    this.#bytesWritten = 0
    const path = directory.find()
    if (path !== undefined) this.#spareBytes = spareBytes(files, path)
    yield* scan.run(path, () => this.#viewNow())
  }

  #viewNow(): View {
    const { names, clock } = this.#parts
    return { names, nowMs: clock.epochMs(), isTimeTrusted: this.clockWatch.isTrusted }
  }

  #cancelScan(): void {
    this.#current?.work.return()
    this.#current = undefined
  }
}
