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
  /** Another writer whose files count as this process's own. */
  readonly adopted: string | undefined
  /** The foreign files found by the last scan. */
  readonly knownForeign: ReadonlySet<string>
}

/** The maximum number of unfinished files that a scan collects. The next scan finds the rest. */
const MAX_UNFINISHED = 1_000

/**
 * Reads the directory once. Adds files that can be claimed to `ready` and counts all other files. If this process changes a
 * file during the scan, its change takes precedence over what the scan reads.
 */
export class Scan {
  /** Files with a valid name, but content of an unknown version. They are not touched. */
  readonly foreign = new Set<string>()
  /** Names of unfinished files that their writers have abandoned. */
  readonly unfinished: string[] = []
  /** Files that other processes hold, and foreign files. */
  readonly others = { files: 0, bytes: 0, items: 0 }
  /** Files beyond the maximum number that is kept in memory. */
  readonly beyond = { files: 0, bytes: 0, items: 0 }
  readonly #parts: ScanParts | undefined
  #strangers = 0

  /** Without `parts`, this is the result of scanning nothing. */
  constructor(parts?: ScanParts) {
    this.#parts = parts
  }

  /** The number of files that are not batches of a known version. */
  get foreignFiles(): number {
    return this.#strangers + this.foreign.size
  }

  /** Reads one name per step. `viewNow` returns the time of each step. Throws disk errors. */
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

  /** Keeps only the oldest files in memory if there are too many. Returns false if the new file is not one of them. */
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

/** Adds a file to a sum. Limits its numbers, because they come from the file name, which may be wrong. */
function count(sum: MutableSum, { bytes, items }: Pick<SpoolFile, 'bytes' | 'items'>): void {
  sum.files++
  sum.bytes += Math.min(bytes, MAX_BATCH_BYTES)
  sum.items += Math.min(items, MAX_BATCH_ITEMS)
}
