import { olderFirst, type SpoolFile } from './file-name'
import { Heap } from './heap'
import type { FoundFile } from './listing'

/** A file that can be claimed, and its current name. */
export interface Ready extends FoundFile {
  /** True if this process wrote the file or has held it before. */
  readonly isOwn: boolean
  /** The number of times that this process has sent it. */
  readonly tries: number
  /** True if this process got an unreadable response. */
  readonly isInDoubt?: boolean | undefined
}

/** Selects the files of this process, or all files. */
export type Whose = 'own' | 'any'

/** The files that can be claimed. Sorted by age for eviction, and by tries and age for sending. */
export class ReadyFiles {
  readonly #byId = new Map<string, Ready>()
  readonly #toSend: Readonly<Record<Whose, Heap<Ready>>> = {
    own: new Heap(inSendingOrder),
    any: new Heap(inSendingOrder),
  }
  readonly #toLose = heapsByKind(byAge)
  /** The files of other processes, youngest first. */
  readonly #others = heapsByKind((a, b) => byAge(b, a))
  /** The last scan in which each file was seen. */
  readonly #seenIn = new WeakMap<Ready, number>()
  #scan = 0
  #bytes = 0
  #items = 0

  get files(): number {
    return this.#byId.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get items(): number {
    return this.#items
  }

  [Symbol.iterator](): Iterator<Ready> {
    return this.#byId.values()
  }

  get(id: string): Ready | undefined {
    return this.#byId.get(id)
  }

  add(ready: Ready): void {
    const before = this.#byId.get(ready.file.id)
    if (before !== undefined) this.delete(before)
    this.#byId.set(ready.file.id, ready)
    this.#bytes += ready.bytes
    this.#items += ready.items
    for (const heap of this.#heapsOf(ready)) heap.add(ready)
    this.markSeen(ready)
  }

  /** Begins a scan and marks all files as unseen. */
  beginScan(): void {
    this.#scan++
  }

  markSeen(ready: Ready): void {
    this.#seenIn.set(ready, this.#scan)
  }

  /** Returns true if the file was seen or added since the last scan began. */
  wasSeen(ready: Ready): boolean {
    return this.#seenIn.get(ready) === this.#scan
  }

  delete(ready: Ready): void {
    if (this.#byId.get(ready.file.id) !== ready) return
    this.#byId.delete(ready.file.id)
    this.#bytes -= ready.bytes
    this.#items -= ready.items
    for (const heap of this.#heapsOf(ready)) heap.delete(ready)
  }

  /** Returns the file to send next: the oldest of those with the fewest tries. */
  next(whose: Whose): Ready | undefined {
    return this.#toSend[whose].first
  }

  /** Returns the file to evict first. */
  oldest(kind?: SpoolFile['kind']): Ready | undefined {
    if (kind !== undefined) return this.#toLose[kind].first
    const { normal, errors, journal } = this.#toLose
    return [normal.first, errors.first, journal.first].filter((ready) => ready !== undefined).sort(byAge)[0]
  }

  /** Returns the file to forget if an older file of another process is found, or undefined while there is room for more. */
  firstToForget(kind: SpoolFile['kind']): Ready | undefined {
    return this.#others[kind].size < MAX_OTHERS ? undefined : this.#others[kind].first
  }

  #heapsOf({ file: { kind }, isOwn }: Ready): readonly Heap<Ready>[] {
    return [this.#toLose[kind], this.#toSend.any, isOwn ? this.#toSend.own : this.#others[kind]]
  }
}

// --- helpers ---

/** The maximum number of files of other processes that are kept in memory, per kind. The oldest files are kept. */
const MAX_OTHERS = 4_096

function heapsByKind(compare: (a: Ready, b: Ready) => number): Readonly<Record<SpoolFile['kind'], Heap<Ready>>> {
  return { normal: new Heap(compare), errors: new Heap(compare), journal: new Heap(compare) }
}

export function byAge(a: Ready, b: Ready): number {
  return olderFirst(a.file, b.file)
}

function inSendingOrder(a: Ready, b: Ready): number {
  return a.tries - b.tries || byAge(a, b)
}
