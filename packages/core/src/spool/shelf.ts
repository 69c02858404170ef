import { join } from 'node:path'
import type { Clock } from '../clock'
import type { SpoolDirectory } from './directory'
import { type FileNames, olderFirst, type SpoolFile } from './file-name'
import { type FileSystem, readFile } from './file-system'
import { removed } from './held-file'
import { recoverJournal } from './journal-file'
import { EMPTY_LISTING, type Found, type Listing, list } from './listing'

export interface ShelfParts {
  readonly files: FileSystem
  readonly directory: SpoolDirectory
  readonly names: FileNames
  readonly clock: Clock
}

/** A batch that can be claimed, by the name it has. */
export interface Ready extends Found {
  /** This process wrote it, or had it before. */
  readonly isOwn: boolean
  /** How often this process has tried it. */
  readonly tries: number
  /** An answer to this process did not say what became of it. */
  readonly isInDoubt?: boolean | undefined
}

/** A file that was ready was thrown away, or is another process's now. */
export type OnGone = (end: 'dropped' | 'elsewhere', file: SpoolFile) => void

/** What a disk needs for everybody else. */
const MIN_FREE_SHARE = 0.05
const MIN_FREE_BYTES = 268_435_456

/** What is known of the directory: as it was at the last look, and what this process did to it since. */
export class Shelf {
  readonly #parts: ShelfParts
  readonly #onGone: OnGone
  /** By the part of the name that stays. */
  readonly #ready = new Map<string, Ready>()
  /** In the order of sending, from the last to the next, with some that are not here any more; made when needed. */
  #lastFirst: Ready[] | undefined
  /** Of a version that this one cannot read: they are somebody else's. */
  readonly #foreign = new Set<string>()
  #listing: Listing = EMPTY_LISTING
  #spareBytes = Number.POSITIVE_INFINITY
  #sinceLook = { files: 0, bytes: 0, bytesWritten: 0 }

  constructor(parts: ShelfParts, onGone: OnGone = () => {}) {
    this.#parts = parts
    this.#onGone = onGone
  }

  get ready(): Iterable<Ready> {
    return this.#ready.values()
  }

  get files(): number {
    return this.#listing.files + this.#sinceLook.files
  }

  get bytes(): number {
    return this.#listing.bytes + this.#sinceLook.bytes
  }

  /** What cannot be thrown away, because somebody has it. */
  get notReady(): { readonly files: number; readonly bytes: number } {
    let { files, bytes } = this
    for (const { file } of this.#ready.values()) {
      files--
      bytes -= file.bytes
    }
    return { files, bytes }
  }

  /** What the disk can do without. */
  get spareBytes(): number {
    return this.#spareBytes - this.#sinceLook.bytesWritten
  }

  /** What this process wrote since the last look; infinite before the first. */
  get bytesSinceLook(): number {
    return this.#spareBytes === Number.POSITIVE_INFINITY ? this.#spareBytes : this.#sinceLook.bytesWritten
  }

  get foreign(): number {
    return this.#listing.foreign + this.#foreign.size
  }

  /** Learns anew what there is. Undefined where there is no directory yet. Throws what the disk says. */
  look(): { readonly path: string; readonly listing: Listing } | undefined {
    const { files, directory, names, clock } = this.#parts
    const path = directory.find()
    const listing = path === undefined ? EMPTY_LISTING : list(files, path, names, clock.epochMs())
    if (path !== undefined) {
      const { bavail, blocks, bsize } = files.statfsSync(path)
      this.#spareBytes = bavail * bsize - Math.max(MIN_FREE_SHARE * blocks * bsize, MIN_FREE_BYTES)
    }
    this.#learn(listing)
    return path === undefined ? undefined : { path, listing }
  }

  has(isEligible: (ready: Ready) => boolean): boolean {
    for (const ready of this.#ready.values()) if (isEligible(ready)) return true
    return false
  }

  /** The one to send next: tried least, the oldest of these. */
  next(isEligible: (ready: Ready) => boolean): Ready | undefined {
    this.#lastFirst ??= [...this.#ready.values()].sort((a, b) => sendingOrder(b, a))
    const order = this.#lastFirst
    while (order.length > 0 && !this.#isHere(order.at(-1))) order.pop()
    return order.findLast((ready) => this.#isHere(ready) && isEligible(ready))
  }

  /** The one to lose first. */
  oldest(kind: SpoolFile['kind']): Ready | undefined {
    let oldest: Ready | undefined
    for (const ready of this.#ready.values()) {
      if (ready.file.kind !== kind) continue
      if (oldest === undefined || olderFirst(ready.file, oldest.file) < 0) oldest = ready
    }
    return oldest
  }

  written(bytes: number): void {
    this.#sinceLook.files++
    this.#sinceLook.bytes += bytes
    this.#sinceLook.bytesWritten += bytes
  }

  removed({ bytes }: SpoolFile): void {
    this.#sinceLook.files--
    this.#sinceLook.bytes -= bytes
  }

  add(ready: Ready): void {
    this.#ready.set(ready.file.id, ready)
    const [last] = this.#lastFirst ?? []
    if (last === undefined || sendingOrder(last, ready) > 0) this.#lastFirst = undefined
    else this.#lastFirst?.unshift(ready)
  }

  /** Somebody has it, or nobody needs it. */
  take({ file }: Ready): void {
    this.#ready.delete(file.id)
  }

  leaveAlone({ id }: SpoolFile): void {
    this.#foreign.add(id)
  }

  /** Removes the file, unless somebody else was faster: how many items are lost with it. Throws what the disk says. */
  throwAway(ready: Ready, path: string): number {
    const items = this.#itemsOf(ready, join(path, ready.name))
    this.take(ready)
    this.removed(ready.file)
    const isLost = removed(this.#parts.files, join(path, ready.name))
    this.#onGone(isLost ? 'dropped' : 'elsewhere', ready.file)
    return isLost ? items : 0
  }

  /** A journal's name was made before there was anything in it. */
  #itemsOf({ file }: Ready, path: string): number {
    if (file.kind !== 'journal') return file.items
    return recoverJournal(readFile(this.#parts.files, path) ?? Buffer.alloc(0)).items.length
  }

  #learn(listing: Listing): void {
    this.#listing = listing
    this.#sinceLook = { files: 0, bytes: 0, bytesWritten: 0 }
    const before = new Map(this.#ready)
    this.#ready.clear()
    this.#lastFirst = undefined
    for (const found of listing.claimable) {
      if (this.#foreign.has(found.file.id)) continue
      const { isOwn = false, tries = 0, isInDoubt } = before.get(found.file.id) ?? {}
      this.add({ ...found, isOwn, tries, isInDoubt })
    }
    for (const { file } of before.values()) if (!this.#ready.has(file.id)) this.#onGone('elsewhere', file)
  }

  #isHere(ready: Ready | undefined): boolean {
    return ready !== undefined && this.#ready.get(ready.file.id) === ready
  }
}

// --- helpers ---

function sendingOrder(a: Ready, b: Ready): number {
  return a.tries - b.tries || olderFirst(a.file, b.file)
}
