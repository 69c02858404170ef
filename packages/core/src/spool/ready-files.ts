import { olderFirst, type SpoolFile } from './file-name'
import { Heap } from './heap'
import type { FoundFile } from './listing'

/** A batch that can be claimed, by the name it has. */
export interface Ready extends FoundFile {
  /** This process wrote it, or had it before. */
  readonly isOwn: boolean
  /** How often this process has tried it. */
  readonly tries: number
  /** An answer to this process did not say what became of it. */
  readonly isInDoubt?: boolean | undefined
}

/** Files of this process only, or all of them. */
export type Whose = 'own' | 'any'

/** The files that can be claimed, and their order: by age to be lost, by tries and age to be sent. */
export class ReadyFiles {
  readonly #byId = new Map<string, Ready>()
  readonly #toSend: Readonly<Record<Whose, Heap<Ready>>> = {
    own: new Heap(inSendingOrder),
    any: new Heap(inSendingOrder),
  }
  readonly #toLose = heapsByKind(byAge)
  /** Not written by this process, youngest first. */
  readonly #others = heapsByKind((a, b) => byAge(b, a))
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
  }

  delete(ready: Ready): void {
    if (this.#byId.get(ready.file.id) !== ready) return
    this.#byId.delete(ready.file.id)
    this.#bytes -= ready.bytes
    this.#items -= ready.items
    for (const heap of this.#heapsOf(ready)) heap.delete(ready)
  }

  /** The one to send next: tried least, the oldest of these. */
  next(whose: Whose): Ready | undefined {
    return this.#toSend[whose].first
  }

  oldest(kind?: SpoolFile['kind']): Ready | undefined {
    if (kind !== undefined) return this.#toLose[kind].first
    const { normal, errors, journal } = this.#toLose
    return [normal.first, errors.first, journal.first].filter((ready) => ready !== undefined).sort(byAge)[0]
  }

  /** The one that has to go when an older one of other processes comes; undefined while there is room for more. */
  firstToForget(kind: SpoolFile['kind']): Ready | undefined {
    return this.#others[kind].size < MAX_OTHERS ? undefined : this.#others[kind].first
  }

  #heapsOf({ file: { kind }, isOwn }: Ready): readonly Heap<Ready>[] {
    return [this.#toLose[kind], this.#toSend.any, isOwn ? this.#toSend.own : this.#others[kind]]
  }
}

// --- helpers ---

/** Of each kind, the oldest so many are kept in mind, however many other processes have left. */
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
