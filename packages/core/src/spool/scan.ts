import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from './bounds'
import { type FileNames, olderFirst, readName, type SpoolFile, writerOf } from './file-name'
import type { FileSystem } from './file-system'
import type { Holdings } from './holdings'
import { isNoBatch, namesIn, statusOf, type View } from './listing'
import type { ReadyFiles } from './ready-files'
import type { Work } from './slices'

export interface ScanParts {
  readonly files: FileSystem
  readonly names: FileNames
  readonly ready: ReadyFiles
  readonly holdings: Holdings
  /** Another writer whose files count as this process's. */
  readonly adopted: string | undefined
  /** Foreign files of the last scan. */
  readonly knownForeign: ReadonlySet<string>
}

/** Stop collecting names of unfinished files here: the next scan finds the rest. */
const MAX_UNFINISHED = 1_000

/**
 * Reads the directory once. Adds files that can be claimed to `ready` and counts all others. If this process changes a file
 * during the scan, its change takes precedence over what the scan reads.
 */
export class Scan {
  /** Files with a name of ours whose content has an unknown version: they are left alone. */
  readonly foreign = new Set<string>()
  /** Names of files that were never finished, and never will be. */
  readonly unfinished: string[] = []
  /** Files that other processes hold, and foreign files. */
  readonly others = { files: 0, bytes: 0, items: 0 }
  /** Files that exceed the number that is kept in memory. */
  readonly beyond = { files: 0, bytes: 0, items: 0 }
  readonly #parts: ScanParts | undefined
  #strangers = 0

  /** Without `parts`, it is the result of scanning nothing. */
  constructor(parts?: ScanParts) {
    this.#parts = parts
  }

  /** The number of files that are not batches of a known version. */
  get foreignFiles(): number {
    return this.#strangers + this.foreign.size
  }

  /** Reads one name per step. `viewNow` gives the time of each step. Throws errors of the disk. */
  *run(path: string | undefined, viewNow: () => View): Work {
    if (this.#parts === undefined) return
    const { files, ready, holdings } = this.#parts
    ready.beginScan()
    if (path !== undefined) {
      for (const name of namesIn(files, path)) {
        this.#read(this.#parts, path, name, viewNow())
        yield
      }
    }
    for (const entry of ready) {
      if (!ready.wasSeen(entry)) {
        ready.delete(entry)
        holdings.ended('elsewhere', entry.file)
      }
      yield
    }
  }

  #read(parts: ScanParts, path: string, name: string, view: View): void {
    const { files, ready, holdings, adopted, knownForeign } = parts
    const known = readName(name)
    if (known === undefined) {
      if (!isNoBatch(name)) this.#strangers++
      return
    }
    const { id } = known.file
    if (holdings.has(id)) return
    const before = ready.get(id)
    if (before !== undefined && (before.name === name || ready.wasSeen(before))) return ready.markSeen(before)
    const isAdopted = writerOf(known.file) === adopted
    const isNew = before === undefined && !isAdopted
    if (isNew && known.state.kind === 'ready' && !this.#makesRoomFor(known.file, ready)) return
    const status = statusOf(files, path, name, known, view)
    if (status === undefined) return
    const { kind, found } = status
    if (knownForeign.has(id)) this.foreign.add(id)
    if (kind === 'unfinished' && this.unfinished.length < MAX_UNFINISHED) this.unfinished.push(name)
    if (kind !== 'claimable' || this.foreign.has(id)) return count(this.others, found)
    if (isNew && known.state.kind === 'leased' && !this.#makesRoomFor(found.file, ready)) return
    const { isOwn = isAdopted, tries = 0, isInDoubt } = before ?? {}
    ready.add({ ...found, isOwn, tries, isInDoubt })
  }

  /** If too many files are in memory, only the oldest are kept. Returns false if the new file is not among these. */
  #makesRoomFor(file: SpoolFile, ready: ReadyFiles): boolean {
    const youngest = ready.firstToForget(file.kind)
    if (youngest === undefined) return true
    const isOlder = olderFirst(file, youngest.file) < 0
    count(this.beyond, isOlder ? youngest.file : file)
    if (isOlder) ready.delete(youngest)
    return isOlder
  }
}

// --- helpers ---

interface MutableSum {
  files: number
  bytes: number
  items: number
}

/** The numbers come from file names, which may lie. */
function count(sum: MutableSum, { bytes, items }: Pick<SpoolFile, 'bytes' | 'items'>): void {
  sum.files++
  sum.bytes += Math.min(bytes, MAX_BATCH_BYTES)
  sum.items += Math.min(items, MAX_BATCH_ITEMS)
}
