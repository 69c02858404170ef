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
  /** `damaged`: the number of damaged items in a journal. */
  | { readonly kind: 'intact'; readonly batch: Pick<Batch, 'items' | 'payload' | 'lines'>; readonly damaged: number }
  /** Not as it was written, or not a file of ours; `items` can be saved. */
  | { readonly kind: 'damaged'; readonly items: readonly SerializedEnvelope[] }
  /** Written by an unknown version. */
  | { readonly kind: 'foreign' }

/** A file is not read again if this many processes died while reading it. Fewer may have been killed by chance. */
const MAX_DEATHS = 5

/** Reads files without trusting their names, sizes or headers. */
export class BatchReader {
  readonly #files: FileSystem
  readonly #own: OwnItems

  /** Items of this process get back the sequences that they had when they were stored. */
  constructor(files: FileSystem, own: OwnItems) {
    this.#files = files
    this.#own = own
  }

  /** Throws if the file may be readable later. */
  async read(held: HeldFile): Promise<Content> {
    const content = held.file.kind === 'journal' ? this.#readJournal(held) : await this.#readBatch(held)
    held.wasRead()
    return content
  }

  mayRead({ deaths }: FoundFile): boolean {
    return deaths < MAX_DEATHS
  }

  /** The number of items that are lost with a file that is not read. Throws errors of the disk. */
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
    // A raw batch is compressed when it is sent.
    return { kind: 'intact', batch: { items, ...(payload.encoding === 'gzip' ? { payload } : { lines }) }, damaged: 0 }
  }

  #readJournal(held: HeldFile): Content {
    const bytes = this.#bytesOf(held)
    if (bytes === undefined) return NOTHING
    const { items, damaged } = recoverJournal(bytes)
    return { kind: 'intact', batch: { items }, damaged }
  }

  /** Undefined if the file will never be readable. */
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
