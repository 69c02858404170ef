import { join } from 'node:path'
import type { Batch } from '../batch/batch'
import { encodePayload } from '../batch/payload'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { SerializedEnvelope } from '../item/item'
import type { BatchReader } from './batch-reader'
import { mergeableGroups } from './compaction'
import { type HeldFile, type LeaseHolder, removed } from './held-file'
import type { Holdings } from './holdings'
import type { Quarantine } from './quarantine'
import type { Ready } from './ready-files'
import { advance, soon, turn, type Work } from './slices'
import type { SpoolIndex } from './spool-index'

export interface JanitorParts {
  readonly holder: LeaseHolder
  readonly holdings: Holdings
  readonly index: SpoolIndex
  readonly reader: BatchReader
  readonly quarantine: Quarantine
  readonly account: SpoolAccount
  readonly retentionMs: number
  /** For a batch that takes the place of what is in the spool already. */
  readonly put: (batch: Batch) => 'stored' | 'refused'
  /** Evicts the oldest file if there are more than there may be. Returns false if not. */
  readonly evictOne: (path: string) => boolean
  /** Looks for more. */
  readonly look: () => void
  readonly release: (held: HeldFile, tries: number) => void
  readonly onTrouble: (error: unknown) => void
}

/** Keeps a directory in order, for all the processes that share it, in the background. */
export class Janitor {
  readonly #parts: JanitorParts
  #garbage: Work | undefined
  #isMerging = false

  constructor(parts: JanitorParts) {
    this.#parts = parts
  }

  /** Removes what nobody needs any more, the first slice of it at once, and merges what is loose. Never throws. */
  tidyUp(path: string): void {
    const { holder, quarantine, onTrouble } = this.#parts
    quarantine.trim(path)
    this.#garbage ??= this.#removeGarbage(path)
    try {
      if (!advance(this.#garbage, holder.clock)) return void soon(() => this.tidyUp(path))
    } catch (error) {
      onTrouble(error)
    }
    this.#garbage = undefined
    void this.#mergeLoose(path)
  }

  async #mergeLoose(path: string): Promise<void> {
    if (this.#isMerging) return
    this.#isMerging = true
    const { holder, index, onTrouble } = this.#parts
    try {
      for await (const group of mergeableGroups(index.ready, holder.clock)) await this.#merge(path, group)
    } catch (error) {
      onTrouble(error)
    }
    this.#isMerging = false
  }

  *#removeGarbage(path: string): Work {
    const { holder, index, account, retentionMs, evictOne, look } = this.#parts
    for (const name of index.unfinished) {
      this.#attempt(() => removed(holder.files, join(path, name)))
      yield
    }
    while (index.clockWatch.isProven) {
      const oldest = index.oldest()
      if (oldest === undefined || oldest.file.timeMs >= holder.clock.epochMs() - retentionMs) break
      this.#attempt(() => account.lost('expired', index.discard(oldest, path)))
      index.take(oldest) // where the disk does not let go of it, the next look finds it again
      yield
    }
    let isRoomForMore = false
    // During a look, what has been found again is counted twice.
    while (!index.isRefreshing && evictOne(path)) {
      isRoomForMore = index.isPartial
      yield
    }
    if (isRoomForMore) look()
  }

  /** A process that dies between the new file and the old ones leaves one batch twice. */
  async #merge(path: string, group: readonly Ready[]): Promise<void> {
    const { holdings, release, put } = this.#parts
    const [timeMs, tries = 0] = [group[0]?.file.timeMs, group[0]?.tries]
    const sources: HeldFile[] = []
    let isStored = false
    try {
      const items: SerializedEnvelope[] = []
      for (const ready of group) {
        items.push(...(await this.#take(path, ready, sources)))
        await turn()
      }
      const payload = await encodePayload(items, 'gzip')
      isStored = items.length > 0 && put({ items, payload, timeMs, tries }) === 'stored'
      if (isStored) holdings.forgetItems(sources) // in the same turn: the new file has them now
    } finally {
      for (const held of sources) {
        this.#attempt(() => (isStored ? holdings.remove(held) : release(held, tries)))
        if (sources.length > MANY) await turn()
      }
    }
  }

  async #take(path: string, ready: Ready, sources: HeldFile[]): Promise<readonly SerializedEnvelope[]> {
    const { holdings, index, reader, release } = this.#parts
    if (!reader.mayRead(ready)) return [] // the sender sets it aside
    index.take(ready)
    const held = holdings.claim(ready, path)
    if (held === undefined) return []
    try {
      const content = await reader.read(held)
      if (content.kind === 'intact') {
        sources.push(held)
        return content.batch.items
      }
    } catch (error) {
      release(held, ready.tries + 1)
      throw error
    }
    release(held, ready.tries) // the sender finds out what is wrong with it
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

/** So many removals take milliseconds. */
const MANY = 100
