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
  /** `damaged` is the number of damaged items in a journal. */
  | { readonly kind: 'intact'; readonly batch: Pick<Batch, 'items' | 'payload' | 'lines'>; readonly damaged: number }
  /** The file is damaged, or azmon did not write it. `items` are those that can be recovered. */
  | { readonly kind: 'damaged'; readonly items: readonly SerializedEnvelope[] }
  /** The file was written by an unknown version. */
  | { readonly kind: 'foreign' }

/** A file is not read again if this many processes have died while reading it. Fewer deaths may be a coincidence. */
const MAX_DEATHS = 5

/** Reads files without trusting their names, sizes or headers. */
export class BatchReader {
  readonly #files: FileSystem
  readonly #own: OwnItems

  /** `own` restores the sequence numbers that this process's items had when they were stored. */
  constructor(files: FileSystem, own: OwnItems) {
    this.#files = files
    this.#own = own
  }

  /** Reads a file. Throws if the file may become readable later. */
  async read(held: HeldFile): Promise<Content> {
    const content = held.file.kind === 'journal' ? this.#readJournal(held) : await this.#readBatch(held)
    held.wasRead()
    return content
  }

  mayRead({ deaths }: FoundFile): boolean {
    return deaths < MAX_DEATHS
  }

  /** Returns the number of items that are lost if the file is not read. Throws disk errors. */
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
    // Omit the payload of a raw batch, so that the batch is compressed when it is sent.
    return { kind: 'intact', batch: { items, ...(payload.encoding === 'gzip' ? { payload } : { lines }) }, damaged: 0 }
  }

  #readJournal(held: HeldFile): Content {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) return NOTHING
    const { items, damaged } = recoverJournal(bytes)
    return { kind: 'intact', batch: { items }, damaged }
  }

  /** Returns the bytes of a file, or undefined if the file will never be readable. */
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
