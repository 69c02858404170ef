import type { Batch } from '../batch/batch'
import type { Clock } from '../clock'
import { SpoolError } from '../errors'
import type { BatchWriter, WriteMode, Written } from './batch-writer'
import type { ClaimRights } from './claim-rights'
import { DiskHealth } from './disk-health'
import { readyName, type SpoolFile } from './file-name'
import { type HeldFile, type LeaseHolder, leaseName } from './held-file'
import type { Holdings } from './holdings'
import type { OwnItems } from './own-items'
import type { ReadyFiles } from './ready-files'
import type { SpoolIndex } from './spool-index'

export interface BatchStoreParts {
  readonly holder: LeaseHolder
  readonly clock: Clock
  readonly writer: BatchWriter
  readonly index: SpoolIndex
  readonly ready: ReadyFiles
  readonly holdings: Holdings
  readonly rights: ClaimRights
  readonly own: OwnItems
  readonly onTrouble: (error: unknown) => void
}

/** Stores batches, unless the disk is full, slow or failing. Never throws. */
export class BatchStore {
  readonly #parts: BatchStoreParts
  readonly #health: DiskHealth

  constructor(parts: BatchStoreParts) {
    this.#parts = parts
    this.#health = new DiskHealth(parts.clock)
  }

  /** False if `put` would refuse a batch without trying. */
  get accepts(): boolean {
    return this.#health.isUsable
  }

  /** False if `put` would refuse an `urgent` batch without trying. */
  get acceptsUrgent(): boolean {
    return this.#health.isUsableForUrgent
  }

  /** Stores the batch as a ready file. */
  put(batch: Batch, mode?: WriteMode): 'stored' | 'refused' {
    const written = this.#write(batch, readyName, mode)
    if (written === undefined) return 'refused'
    const { file, name } = written
    const { tries = 0, isInDoubt } = batch
    const { bytes, items } = file
    this.#parts.ready.add({ file, name, bytes, items, deaths: 0, isOwn: true, tries, isInDoubt })
    this.#parts.rights.batchReady()
    return 'stored'
  }

  /** Stores the batch as a file that this process has leased. Returns undefined if the batch is refused. */
  hold(batch: Batch, mode: WriteMode): HeldFile | undefined {
    const written = this.#write(batch, (file) => leaseName(this.#parts.holder, file), mode)
    return written && this.#parts.holdings.adopt(written.file, written.directory, written.name)
  }

  /** Records that using the directory failed, so that it is not used again for a while. */
  failed(error: unknown): void {
    this.#health.failed(error)
    this.#parts.onTrouble(error)
  }

  #write(batch: Batch, nameOf: (file: SpoolFile) => string, mode?: WriteMode): Written | undefined {
    const { writer, index, own } = this.#parts
    if (!(mode === 'urgent' ? this.acceptsUrgent : this.accepts)) return undefined
    try {
      const written = this.#health.timed(() => writer.write(batch, nameOf, mode))
      if (index.isRefreshing) index.refreshLater() // not written here: the writer has started the refresh
      if (written === undefined) this.#isFull()
      else own.stored(written.file.id, batch.items)
      return written
    } catch (error) {
      this.failed(error)
      return undefined
    }
  }

  /** Reports the lack of room and pauses writing. Checking for room with every item would cost more than sending the item. */
  #isFull(): void {
    this.#health.pause()
    this.#parts.onTrouble(
      new SpoolError(
        'There is no room for the spool: it has reached storageMaxBytes, or less than 5 % or 256 MiB of the disk is free. Free space on the disk, or set a larger storageMaxBytes or another storagePath.',
      ),
    )
  }
}
