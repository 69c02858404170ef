import type { Batch } from '../batch/batch'
import type { SerializedEnvelope } from '../item/item'
import { type BatchFile, decodeBatchFile } from './batch-file'
import { MAX_BATCH_BYTES, MAX_JOURNAL_BYTES } from './bounds'
import { codeOf, type FileSystem, readFile } from './file-system'
import type { HeldFile } from './held-file'
import { countRecords, recoverJournal } from './journal-file'
import type { FoundFile } from './listing'
import type { OwnItems } from './own-items'

export type Content =
  /** `damaged`: so many items of a journal are not as they were written. */
  | { readonly kind: 'intact'; readonly batch: Pick<Batch, 'items' | 'payload' | 'lines'>; readonly damaged: number }
  /** Not as it was written, or nothing of ours; `items` is what can be saved. */
  | { readonly kind: 'damaged'; readonly items: readonly SerializedEnvelope[] }
  /** Written by a version that this one does not know. */
  | { readonly kind: 'foreign' }

/** A file that so many processes may have died of is not read again. Fewer may have been killed while they read it. */
const MAX_DEATHS = 5

/** Nothing in the directory is believed: neither names nor sizes, nor what the files say of themselves. */
export class BatchReader {
  readonly #files: FileSystem
  readonly #own: OwnItems

  /** Items of this process get the sequences that they had when they were stored. */
  constructor(files: FileSystem, own: OwnItems) {
    this.#files = files
    this.#own = own
  }

  /** Throws where it may be readable another time. */
  async read(held: HeldFile): Promise<Content> {
    const content = held.file.kind === 'journal' ? this.#readJournal(held) : await this.#readBatch(held)
    held.wasRead()
    return content
  }

  mayRead({ deaths }: FoundFile): boolean {
    return deaths < MAX_DEATHS
  }

  /** How many items are lost with a file that is not read. Throws what the disk says. */
  itemsOf(held: HeldFile, { items }: FoundFile): number {
    return held.file.kind === 'journal' ? countRecords(this.#bytesOf(held) ?? Buffer.alloc(0)) : items
  }

  async #readBatch(held: HeldFile): Promise<Content> {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) return NOTHING
    const content = await decodeBatchFile(bytes)
    if (content.kind !== 'intact') return content
    const { payload, items, lines } = content
    if (!isAsNamed(held, bytes, content)) return { kind: 'damaged', items }
    this.#own.restore(held.file.id, items)
    // What was stored as text is compressed when it is sent.
    return { kind: 'intact', batch: { items, ...(payload.encoding === 'gzip' ? { payload } : { lines }) }, damaged: 0 }
  }

  #readJournal(held: HeldFile): Content {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) return NOTHING
    const { items, damaged } = recoverJournal(bytes)
    return { kind: 'intact', batch: { items }, damaged }
  }

  /** Undefined where it cannot be read, now or ever. */
  #bytesOf({ file, path }: HeldFile): Buffer | undefined {
    try {
      return readFile(this.#files, path, file.kind === 'journal' ? MAX_JOURNAL_BYTES : MAX_BATCH_BYTES)
    } catch (error) {
      if (['EIO', 'ELOOP', 'ENXIO', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined
      throw error
    }
  }
}

// --- helpers ---

const NOTHING: Content = { kind: 'damaged', items: [] }

function isAsNamed({ file }: HeldFile, { length }: Buffer, { items }: Extract<BatchFile, { kind: 'intact' }>): boolean {
  return file.items === items.length && file.bytes === length
}
