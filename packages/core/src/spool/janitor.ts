import { join } from 'node:path'
import { nextTurn } from '../clock'
import type { SpoolAccount } from '../diagnostics'
import type { SerializedEnvelope } from '../envelope/item'
import { encodePayload } from '../ingestion/payload'
import type { Batch } from '../pipeline/batch'
import type { BatchFile } from './batch-file'
import { looseGroups } from './compaction'
import { HeldFile, type Holder, removed } from './held-file'
import type { Listing } from './listing'
import type { Quarantine } from './quarantine'
import type { Ready, Shelf } from './shelf'

export interface JanitorParts {
  readonly holder: Holder
  readonly shelf: Shelf
  readonly quarantine: Quarantine
  readonly account: SpoolAccount
  readonly retentionMs: number
  /** For a batch that takes the place of what is in the spool already. */
  readonly put: (batch: Batch) => 'stored' | 'refused'
  readonly read: (held: HeldFile) => Promise<BatchFile>
  readonly remove: (held: HeldFile) => void
  readonly release: (held: HeldFile, tries: number) => void
  readonly onTrouble: (error: unknown) => void
}

/** What is synchronous must not be felt. */
const MAX_WORK_MS = 50

/** Keeps a directory in order, for all the processes that share it. */
export class Janitor {
  readonly #parts: JanitorParts
  /** Being merged. */
  readonly #sources = new Set<HeldFile>()
  #isMerging = false

  constructor(parts: JanitorParts) {
    this.#parts = parts
  }

  /** Has it in hand, whatever its lease says. */
  holds(id: string): boolean {
    return [...this.#sources].some(({ file }) => file.id === id)
  }

  tidyUp(path: string, { unfinished }: Listing): void {
    const { holder, shelf, quarantine, account, retentionMs } = this.#parts
    for (const name of unfinished) this.#attempt(() => removed(holder.files, join(path, name)))
    const oldestMs = holder.clock.epochMs() - retentionMs
    const untilMs = holder.clock.monotonicMs() + MAX_WORK_MS
    for (const ready of [...shelf.ready]) {
      if (holder.clock.monotonicMs() > untilMs) break // the rest at the next look
      if (ready.file.timeMs < oldestMs) this.#attempt(() => account.lost('expired', shelf.throwAway(ready, path)))
    }
    this.#attempt(() => quarantine.trim(path))
  }

  /** Merges loose files, in the background: nobody waits for it. */
  async compact(path: string): Promise<void> {
    if (this.#isMerging) return
    this.#isMerging = true
    const { shelf, holder, onTrouble } = this.#parts
    try {
      for (const group of looseGroups(shelf.ready, holder.clock.epochMs())) await this.#merge(path, group)
    } catch (error) {
      onTrouble(error)
    }
    this.#isMerging = false
  }

  /** A process that dies between the new file and the old ones leaves one batch twice. */
  async #merge(path: string, group: readonly Ready[]): Promise<void> {
    const { remove, release, put } = this.#parts
    const [timeMs, tries = 0] = [group[0]?.file.timeMs, group[0]?.tries]
    let isStored = false
    try {
      const items: SerializedEnvelope[] = []
      for (const ready of group) {
        items.push(...(await this.#take(path, ready)))
        await new Promise<void>((resolve) => void nextTurn(resolve).unref())
      }
      const payload = await encodePayload(items, 'gzip')
      isStored = items.length > 0 && put({ items, payload, timeMs, tries }) === 'stored'
    } finally {
      for (const held of this.#sources) this.#attempt(() => (isStored ? remove(held) : release(held, tries)))
      this.#sources.clear()
    }
  }

  async #take(path: string, ready: Ready): Promise<readonly SerializedEnvelope[]> {
    const { holder, shelf, read, release } = this.#parts
    shelf.take(ready)
    const held = HeldFile.claim(holder, path, ready.file, ready.name)
    if (held === undefined) return []
    const content = await read(held)
    if (content.kind === 'intact') {
      this.#sources.add(held)
      return content.items
    }
    release(held, ready.tries) // who sends it finds out what is wrong with it
    return []
  }

  #attempt(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }
}
