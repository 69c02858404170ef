import type { SeverityLevel } from '../envelope/severity'
import { Item, type Priority, priorityOf } from './item'
import type { TextStore } from './text-store'

/** Larger than the largest item. */
const PAGE_BYTES = 65_536

/** The number of pages that two batches free. */
const MAX_SPARE = 32

const spare: Page[] = []

/**
 * Allocates the items of one client in pages. A page becomes free only when all of its items are released, so each page holds
 * items of one priority, which are likely to be released together.
 */
export class Pages {
  readonly #open = new Map<Priority, Page>()

  /** Copies `json` into a page. `maxBytes` is an upper bound of its length as UTF-8, and at most the size limit of an item. */
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
 * Holds the lines of items as bytes, which the garbage collector neither copies nor traces. A page is reused when all of its
 * lines are released. A page with a line that is never released is not reused, but garbage-collected.
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

  /** Appends the line, and returns its length in bytes. */
  write(line: string, maxBytes: number): number {
    // If the line has as many bytes as characters, it is ASCII, which the encoding latin1 writes faster.
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
