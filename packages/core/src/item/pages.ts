import type { SeverityLevel } from '../envelope/severity'
import { Item, type Priority, priorityOf } from './item'
import type { TextStore } from './text-store'

/** Larger than the largest item. */
const PAGE_BYTES = 65_536

/** Enough for the pages that two batches free. */
const MAX_SPARE = 32

const spare: Page[] = []

/**
 * Allocates the items of one client in pages. A page is free only when all of its items are, so each page holds items that
 * are likely to be released together: those of one client and one priority.
 */
export class Pages {
  readonly #open = new Map<Priority, Page>()

  /** `maxBytes` is an upper bound of the length of `json` as UTF-8, and at most the limit of an item. */
  itemOf(json: string, maxBytes: number, severityLevel: SeverityLevel | undefined): Item {
    const page = this.#pageFor(priorityOf(severityLevel), maxBytes)
    const from = page.end
    return new Item({ store: page, from, bytes: page.write(json, maxBytes) }, severityLevel)
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
 * Lines of items as bytes, which the garbage collector neither copies nor traces. The page is used again once all of its
 * lines are released; a page with a line that is never released is left to the garbage collector.
 */
class Page implements TextStore {
  readonly #buffer = Buffer.allocUnsafeSlow(PAGE_BYTES)
  #end = 0
  #lines = 0
  #isOpen = false

  hasRoomFor(bytes: number): boolean {
    return this.#end + bytes <= PAGE_BYTES
  }

  /** The index of the first free byte. */
  get end(): number {
    return this.#end
  }

  /** Returns the length of the line in bytes. */
  write(line: string, maxBytes: number): number {
    // As many bytes as characters means ASCII, which latin1 writes faster.
    const bytes = this.#buffer.write(line, this.#end, maxBytes, maxBytes === line.length ? 'latin1' : 'utf8')
    this.#end += bytes
    this.#lines++
    return bytes
  }

  read(from: number, bytes: number): string {
    return this.#buffer.toString('utf8', from, from + bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): number {
    return this.#buffer.copy(target, at, from, from + bytes)
  }

  release(): void {
    this.#lines--
    if (this.#lines > 0) return
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
