import type { SeverityLevel } from '../envelope/severity'
import { Item, type Priority, priorityOf } from './item'
import type { Lines } from './text-store'

/** More than the largest item has. */
const PAGE_BYTES = 65_536

/** What a batch or two leave. */
const MAX_SPARE = 32

const spare: Page[] = []

/**
 * Makes the items of one client. Those that leave about the same time lie together, so that no page is kept for the few of
 * its texts that stay: what is given up first has pages of its own, and so has what goes elsewhere, which may have to wait.
 */
export class Pages {
  readonly #open = new Map<Priority, Page>()

  /** `maxBytes` is what `json` has at most as UTF-8, and no more than an item may have. */
  itemOf(json: string, maxBytes: number, severityLevel: SeverityLevel | undefined): Item {
    const page = this.#pageFor(priorityOf(severityLevel), maxBytes)
    const from = page.end
    return new Item({ lines: page, from, bytes: page.write(json, maxBytes) }, severityLevel)
  }

  #pageFor(priority: Priority, bytes: number): Page {
    const page = this.#open.get(priority)
    if (page?.hasRoomFor(bytes) === true) return page
    page?.close()
    const next = spare.pop() ?? new Page()
    next.open()
    this.#open.set(priority, next)
    return next
  }
}

// --- helpers ---

/**
 * Texts that wait, as bytes: they are copied by no garbage collector, and none has to find out when they are done with. Once
 * all of them have left, others are written over them. Should one end without leaving, its page is not used again.
 */
class Page implements Lines {
  readonly #room = Buffer.allocUnsafeSlow(PAGE_BYTES)
  #end = 0
  #texts = 0
  #isOpen = false

  hasRoomFor(bytes: number): boolean {
    return this.#end + bytes <= PAGE_BYTES
  }

  get end(): number {
    return this.#end
  }

  /** Returns how many bytes it has. */
  write(text: string, maxBytes: number): number {
    // As many bytes as characters: nothing in it needs an encoder.
    const bytes = this.#room.write(text, this.#end, maxBytes, maxBytes === text.length ? 'latin1' : 'utf8')
    this.#end += bytes
    this.#texts++
    return bytes
  }

  read(from: number, bytes: number): string {
    return this.#room.toString('utf8', from, from + bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): number {
    return this.#room.copy(target, at, from, from + bytes)
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
