import type { Priority } from './item'
import type { Lines } from './lines'

/** More than the largest item has. */
const PAGE_BYTES = 65_536

/** What a batch or two leave. */
const MAX_SPARE = 32

/** What is given up first lies together: no page is kept for the few of its texts that are not. */
const open = new Map<Priority, Page>()

const spare: Page[] = []

/** Where the next text of this priority, which has so many bytes, is to be written. */
export function pageFor(priority: Priority, bytes: number): Page {
  const page = open.get(priority)
  if (page?.hasRoomFor(bytes) === true) return page
  page?.close()
  const next = spare.pop() ?? new Page()
  next.open()
  open.set(priority, next)
  return next
}

/**
 * Texts that wait, as bytes: they are copied by no garbage collector, and none has to find out when they are done with. Once
 * all of them have left, others are written over them. Should one end without leaving, its page is not used again.
 */
export class Page implements Lines {
  readonly #room = Buffer.allocUnsafeSlow(PAGE_BYTES)
  #end = 0
  #texts = 0
  #isOpen = false

  hasRoomFor(bytes: number): boolean {
    return this.#end + bytes <= PAGE_BYTES
  }

  /** Returns the byte that it begins with. */
  write(text: string, bytes: number): number {
    const from = this.#end
    // As many bytes as characters: nothing in it needs an encoder.
    this.#end += this.#room.write(text, from, bytes, bytes === text.length ? 'latin1' : 'utf8')
    this.#texts++
    return from
  }

  read(from: number, bytes: number): string {
    return this.#room.toString('utf8', from, from + bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): void {
    this.#room.copy(target, at, from, from + bytes)
  }

  leave(): void {
    this.#texts--
    if (this.#texts > 0) return
    this.#end = 0
    if (!this.#isOpen && spare.length < MAX_SPARE) spare.push(this)
  }

  open(): void {
    this.#isOpen = true
  }

  close(): void {
    this.#isOpen = false
  }
}
