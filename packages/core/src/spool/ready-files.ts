import { olderFirst, type SpoolFile } from './file-name'
import { Heap } from './heap'
import type { FoundFile } from './listing'

/** A file that can be claimed, and its current name. */
export interface Ready extends FoundFile {
  /** This process wrote it, or held it before. */
  readonly isOwn: boolean
  /** How often this process has sent it. */
  readonly tries: number
  /** The response to this process was unreadable. */
  readonly isInDoubt?: boolean | undefined
}

/** Files of this process only, or all of them. */
export type Whose = 'own' | 'any'

/** The files that can be claimed: ordered by age for eviction, by tries and age for sending. */
export class ReadyFiles {
  readonly #byId = new Map<string, Ready>()
  readonly #toSend: Readonly<Record<Whose, Heap<Ready>>> = {
    own: new Heap(inSendingOrder),
    any: new Heap(inSendingOrder),
  }
  readonly #toLose = heapsByKind(byAge)
  /** Not written by this process, youngest first. */
  readonly #others = heapsByKind((a, b) => byAge(b, a))
  /** The scan in which each file was last seen. */
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

  /** Begins a scan, in which no file has been seen yet. */
  beginScan(): void {
    this.#scan++
  }

  markSeen(ready: Ready): void {
    this.#seenIn.set(ready, this.#scan)
  }

  /** The file was seen or added since the last scan began. */
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

  /** The file to send next: the oldest of those with the fewest tries. */
  next(whose: Whose): Ready | undefined {
    return this.#toSend[whose].first
  }

  /** The file to evict first. */
  oldest(kind?: SpoolFile['kind']): Ready | undefined {
    if (kind !== undefined) return this.#toLose[kind].first
    const { normal, errors, journal } = this.#toLose
    return [normal.first, errors.first, journal.first].filter((ready) => ready !== undefined).sort(byAge)[0]
  }

  /** The file to forget if an older one of another process is found. Undefined while there is room for more. */
  firstToForget(kind: SpoolFile['kind']): Ready | undefined {
    return this.#others[kind].size < MAX_OTHERS ? undefined : this.#others[kind].first
  }

  #heapsOf({ file: { kind }, isOwn }: Ready): readonly Heap<Ready>[] {
    return [this.#toLose[kind], this.#toSend.any, isOwn ? this.#toSend.own : this.#others[kind]]
  }
}

// --- helpers ---

/** At most this many files of other processes are kept in memory, per kind: the oldest ones. */
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
