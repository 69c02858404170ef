import type { Batch } from '../batch/batch'
import { callSafely } from '../call-safely'
import type { Clock } from '../clock'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { SerializedEnvelope } from '../item/item'
import type { BatchReader } from './batch-reader'
import type { BatchStore } from './batch-store'
import type { ClaimRights } from './claim-rights'
import type { SpoolDirectory } from './directory'
import { DiskHealth } from './disk-health'
import type { HeldFile } from './held-file'
import type { Holdings } from './holdings'
import type { JournalRecovery } from './journal-recovery'
import type { OwnItems } from './own-items'
import type { Quarantine } from './quarantine'
import type { Ready, ReadyFiles } from './ready-files'
import { turn } from './slices'
import type { Claim } from './spool'
import type { SpoolIndex } from './spool-index'

export interface ClaimsParts {
  readonly directory: SpoolDirectory
  readonly clock: Clock
  readonly account: SpoolAccount
  readonly own: OwnItems
  readonly ready: ReadyFiles
  readonly rights: ClaimRights
  readonly holdings: Holdings
  readonly index: SpoolIndex
  readonly reader: BatchReader
  readonly store: BatchStore
  readonly recovery: JournalRecovery
  readonly quarantine: Quarantine
  readonly onTrouble: (error: unknown) => void
}

/** Claims ready files. Each claim ends with the file acknowledged, released, or set aside because it is damaged. */
export class Claims {
  readonly #parts: ClaimsParts
  /** The health of reading, tracked separately from that of writing, because a full disk can still be read. */
  readonly #health: DiskHealth
  readonly #open = new Set<HeldFile>()

  constructor(parts: ClaimsParts) {
    this.#parts = parts
    this.#health = new DiskHealth(parts.clock)
  }

  get hasReady(): boolean {
    return this.#health.isUsable && this.#next() !== undefined
  }

  /** @see Spool.claim */
  async claim(): Promise<Claim | undefined> {
    const { directory, ready, holdings, onTrouble } = this.#parts
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        ready.delete(next)
        if (holdings.has(next.file.id)) continue // this process was suspended, and its own lease expired
        const path = directory.find()
        const held = path === undefined ? undefined : holdings.claim(next, path)
        if (held === undefined) holdings.ended('elsewhere', next.file)
        const claim = held === undefined ? undefined : await this.#read(held, next)
        if (claim !== undefined) return claim
        await turn() // yield, because there may be thousands of files that are not batches
      }
    } catch (error) {
      this.#health.failed(error)
      onTrouble(error)
    }
    return undefined
  }

  /** Makes a claim for a batch that was just read or written. */
  open(held: HeldFile, batch: Batch): Claim {
    const { account, holdings, onTrouble } = this.#parts
    this.#open.add(held)
    account.read += batch.items.length
    account.inHand += batch.items.length
    const finish = (work: () => void) => {
      this.#open.delete(held)
      account.inHand -= batch.items.length
      callSafely(work, onTrouble)
    }
    return {
      batch,
      ack: () => finish(() => holdings.remove(held)),
      release: (rest) => {
        account.returned += rest.items.length
        finish(() => this.#release(held, batch, rest))
      },
    }
  }

  /** Stops waiting for responses and releases all files, so that other processes can claim them. */
  releaseAll(): void {
    const { holdings, onTrouble } = this.#parts
    for (const held of this.#open) callSafely(() => holdings.release(held, 1), onTrouble)
    this.#open.clear()
  }

  #next(): Ready | undefined {
    const { rights, ready } = this.#parts
    const { scope } = rights
    return scope === undefined ? undefined : ready.next(scope)
  }

  async #read(held: HeldFile, ready: Ready): Promise<Claim | undefined> {
    const { reader, holdings, index } = this.#parts
    try {
      if (!reader.mayRead(ready)) {
        this.#setAside(held, reader.itemsOf(held, ready))
        return undefined
      }
      const content = await reader.read(held)
      switch (content.kind) {
        case 'intact':
          return this.#openRead(held, ready, content)
        case 'foreign':
          index.ignore(held.file)
          holdings.leaveToNextScan(held)
          return undefined
        case 'damaged':
          this.#salvage(held, ready, content.items)
          return undefined
      }
    } catch (error) {
      // The file may become readable later. Try other files first, because the error may concern only this one.
      if (holdings.has(held.file.id)) holdings.release(held, ready.tries + 1)
      throw error
    }
  }

  /**
   * Makes a claim for a file that was read. Replaces a journal by batches, which are claimed next. If the disk refuses
   * these, the journal is sent as one batch.
   */
  #openRead(held: HeldFile, ready: Ready, { batch, damaged }: Intact): Claim | undefined {
    const { account, holdings, recovery } = this.#parts
    if (ready.tries === 0) account.lost('damaged', damaged)
    if (batch.items.length === 0) {
      holdings.remove(held)
      return undefined
    }
    if (held.file.kind === 'journal' && recovery.replace(held, batch.items, ready)) return undefined
    return this.open(held, { timeMs: ready.file.timeMs, tries: ready.tries, isInDoubt: ready.isInDoubt, ...batch })
  }

  /** Stores the intact items of a damaged file as a new batch. */
  #salvage(held: HeldFile, ready: Ready, items: readonly SerializedEnvelope[]): void {
    const { holdings, store } = this.#parts
    if (items.length > 0 && store.put({ items, timeMs: held.file.timeMs }, 'replacement') === 'refused') {
      return holdings.leaveToNextScan(held)
    }
    this.#setAside(held, Math.max(0, ready.items - items.length))
  }

  /** Moves the file to quarantine, where people can inspect it. */
  #setAside(held: HeldFile, lost: number): void {
    const { account, holdings, quarantine, directory, onTrouble } = this.#parts
    account.lost('damaged', lost)
    holdings.ended('dropped', held.file)
    callSafely(() => holdings.removeBy(held, () => quarantine.add(directory.open(), held)), onTrouble)
  }

  #release(held: HeldFile, batch: Batch, rest: Batch): void {
    const { holdings, store, own } = this.#parts
    const tries = (batch.tries ?? 0) + 1
    const isCompressedNow = rest.payload?.encoding === 'gzip' && held.file.encoding === 'identity'
    if (rest !== batch || isCompressedNow) {
      const { timeMs } = held.file
      if (store.put({ ...rest, timeMs, tries }, 'replacement') === 'stored') return holdings.remove(held)
    }
    // If the rest cannot be written, keep the whole batch, because duplicates are better than loss.
    if (rest !== batch) own.keepOnly(held.file.id, batch.items, rest.items)
    holdings.release(held, tries, rest.isInDoubt)
  }
}

type Intact = Extract<Awaited<ReturnType<BatchReader['read']>>, { readonly kind: 'intact' }>
