import { join } from 'node:path'
import { encodePayload } from '../batch/payload'
import { callSafely } from '../call-safely'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { SerializedEnvelope } from '../item/item'
import type { BatchReader, Content } from './batch-reader'
import type { BatchStore } from './batch-store'
import type { BatchWriter } from './batch-writer'
import { mergeableGroups } from './compaction'
import { type HeldFile, type LeaseHolder, removed } from './held-file'
import type { Holdings } from './holdings'
import type { JournalRecovery } from './journal-recovery'
import type { Quarantine } from './quarantine'
import type { Ready, ReadyFiles } from './ready-files'
import { advance, soon, turn, type Work } from './slices'
import type { SpoolIndex } from './spool-index'

export interface JanitorParts {
  readonly holder: LeaseHolder
  readonly account: SpoolAccount
  readonly ready: ReadyFiles
  readonly holdings: Holdings
  readonly index: SpoolIndex
  readonly reader: BatchReader
  readonly writer: BatchWriter
  readonly store: BatchStore
  readonly recovery: JournalRecovery
  readonly quarantine: Quarantine
  readonly retentionMs: number
  readonly onTrouble: (error: unknown) => void
}

/** Tidies up a directory in the background, for all processes that share it. */
export class Janitor {
  readonly #parts: JanitorParts
  #garbage: Work | undefined
  #isCompacting = false

  constructor(parts: JanitorParts) {
    this.#parts = parts
  }

  /**
   * Removes garbage, the first slice at once. Then turns journals into batches and merges small files, in later turns, so
   * that the sender can claim first. Never throws.
   */
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
    soon(() => void this.#compact(path))
  }

  *#removeGarbage(path: string): Work {
    const { holder, account, ready, index, writer, retentionMs, onTrouble } = this.#parts
    for (const name of index.unfinished) {
      callSafely(() => removed(holder.files, join(path, name)), onTrouble)
      yield
    }
    while (index.clockWatch.isProven) {
      const oldest = ready.oldest()
      if (oldest === undefined || oldest.file.timeMs >= holder.clock.epochMs() - retentionMs) break
      callSafely(() => account.lost('expired', index.discard(oldest, path)), onTrouble)
      ready.delete(oldest) // if the disk failed to remove the file, the next refresh finds it again
      yield
    }
    let isRoomForMore = false
    // During a refresh, files that were found again are counted twice.
    while (!index.isRefreshing && writer.evictOne(path)) {
      isRoomForMore = index.isPartial
      yield
    }
    if (isRoomForMore) index.refreshLater()
  }

  async #compact(path: string): Promise<void> {
    if (this.#isCompacting) return
    this.#isCompacting = true
    const { holder, ready, onTrouble } = this.#parts
    try {
      for (const journal of [...ready].filter(({ file }) => file.kind === 'journal')) {
        await this.#recover(path, journal)
        await turn()
      }
      for await (const group of mergeableGroups(ready, holder.clock)) await this.#merge(path, group)
    } catch (error) {
      onTrouble(error)
    }
    this.#isCompacting = false
  }

  /** Replaces a journal by batches. If it is damaged, or the disk refuses the batches, the sender handles the journal. */
  async #recover(path: string, journal: Ready): Promise<void> {
    const { account, holdings, recovery, store } = this.#parts
    if (!store.accepts) return
    const read = await this.#take(path, journal)
    if (read === undefined) return
    const { held, content } = read
    if (!recovery.replace(held, content.batch.items, journal)) {
      return holdings.release(held, journal.tries, journal.isInDoubt)
    }
    if (journal.tries === 0) account.lost('damaged', content.damaged)
  }

  /**
   * Merges files into one. If the process dies after writing the new file and before removing the old ones, the items are
   * duplicated.
   */
  async #merge(path: string, group: readonly Ready[]): Promise<void> {
    const { holdings, store, onTrouble } = this.#parts
    const [timeMs, tries = 0] = [group[0]?.file.timeMs, group[0]?.tries]
    const sources: HeldFile[] = []
    let isStored = false
    try {
      const items: SerializedEnvelope[] = []
      for (const ready of group) {
        const read = await this.#take(path, ready)
        if (read !== undefined) {
          sources.push(read.held)
          items.push(...read.content.batch.items)
        }
        await turn()
      }
      const payload = await encodePayload(items, 'gzip')
      isStored = items.length > 0 && store.put({ items, payload, timeMs, tries }, 'replacement') === 'stored'
      if (isStored) holdings.forgetItems(sources) // in the same turn, because the new file now contains them
    } finally {
      for (const held of sources) {
        callSafely(() => (isStored ? holdings.remove(held) : holdings.release(held, tries)), onTrouble)
        if (sources.length > MANY) await turn()
      }
    }
  }

  /**
   * Leases and reads a file. Returns undefined if the file is gone or not intact. The sender handles files that are not
   * intact.
   */
  async #take(path: string, file: Ready): Promise<{ readonly held: HeldFile; readonly content: Intact } | undefined> {
    const { ready, holdings, reader } = this.#parts
    if (ready.get(file.file.id) !== file || !reader.mayRead(file)) return undefined
    ready.delete(file)
    const held = holdings.claim(file, path)
    if (held === undefined) return undefined
    try {
      const content = await reader.read(held)
      if (content.kind === 'intact') return { held, content }
    } catch (error) {
      holdings.release(held, file.tries + 1)
      throw error
    }
    holdings.release(held, file.tries)
    return undefined
  }
}

type Intact = Extract<Content, { readonly kind: 'intact' }>

/** Removing this many files takes a few milliseconds. */
const MANY = 100
