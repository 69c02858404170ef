import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Batch } from '../batch/batch'
import { encodeLines, GZIP_LEVEL, type Payload } from '../batch/payload'
import { lendScratch, returnScratch } from '../batch/scratch'
import { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import { encodeBatchFile } from './batch-file'
import { MAX_FILES } from './bounds'
import { type SpoolFile, unfinishedName } from './file-name'
import { codeOf, removeQuietly, syncDirectory, writeFile } from './file-system'
import type { IndexParts, SpoolIndex, Sum } from './spool-index'

export interface WriterOptions {
  /** Of all the files in the directory. @default 100 MiB */
  readonly storageMaxBytes: number
  /** How old the oldest item of a batch may become. @default 47 h: the service refuses items of 48 h */
  readonly storageRetentionMs: number
  /** `fdatasync` before it counts as written: it survives a power loss then. */
  readonly isSynced: boolean
}

/** `in-haste`: there is no time to compress. `in-exchange`: it takes the place of what is in the spool already. */
export type WriteMode = 'urgent' | 'replacement'

/** A file that is one of the spool by its name. */
export interface Written {
  readonly file: SpoolFile
  readonly directory: string
  readonly name: string
}

/** Writes batches, each as a new file, and makes room for them. */
export class BatchWriter {
  readonly #options: WriterOptions
  readonly #parts: IndexParts
  readonly #index: SpoolIndex
  readonly #onEvicted: (items: number) => void

  constructor(options: WriterOptions, parts: IndexParts, index: SpoolIndex, onEvicted: (items: number) => void) {
    this.#options = options
    this.#parts = parts
    this.#index = index
    this.#onEvicted = onEvicted
  }

  /** `nameOf` says in which state it begins. Undefined where there is no room, and none can be made. Throws what the disk says. */
  write(batch: Batch, nameOf: (file: SpoolFile) => string, mode?: WriteMode): Written | undefined {
    const { directory, names } = this.#parts
    const path = directory.open()
    const payload = batch.payload ?? this.#encode(batch.items, mode)
    const parts = encodeBatchFile(payload)
    const bytes = sizeOf(parts)
    if (!this.#makeRoom(path, bytes, mode)) return undefined
    const file = names.next({
      kind: batch.items.some(isError) ? 'errors' : 'normal',
      encoding: payload.encoding,
      timeMs: batch.timeMs ?? this.#timeOf(batch.items),
      items: batch.items.length,
      bytes,
    })
    const unfinished = join(path, unfinishedName(file, names.owner))
    const name = nameOf(file)
    this.#writeOrMakeRoom(path, unfinished, parts)
    if (batch.payload === undefined) returnScratch(payload.body)
    this.#publish(path, unfinished, join(path, name))
    this.#index.written(bytes)
    return { file, directory: path, name }
  }

  /** Compressing takes four times as long as writing: it is worth it once the room gets short. */
  #encode(items: readonly SerializedEnvelope[], mode?: WriteMode): Payload {
    const isRoomShort = this.#index.total.bytes > this.#options.storageMaxBytes / 2
    const lines = encodeLines(items, lendScratch)
    if (mode === 'urgent' || !isRoomShort) return { body: lines, encoding: 'identity', items: items.length }
    const body = gzipSync(lines, { level: GZIP_LEVEL })
    returnScratch(lines)
    return { body, encoding: 'gzip', items: items.length }
  }

  /** Items keep the order in which they came, so the first is the oldest. */
  #timeOf(items: readonly SerializedEnvelope[]): number {
    const nowMs = this.#parts.clock.epochMs()
    const [, time = ''] = TIME.exec(items[0]?.json.slice(0, 200) ?? '') ?? []
    const timeMs = Date.parse(time)
    return timeMs <= nowMs && timeMs > nowMs - this.#options.storageRetentionMs ? timeMs : nowMs
  }

  /** A full disk may have room again without our oldest batch. */
  #writeOrMakeRoom(path: string, unfinished: string, parts: readonly Buffer[]): void {
    const write = () => writeFile(this.#parts.files, unfinished, parts, this.#options.isSynced)
    try {
      write()
    } catch (error) {
      if (!isFull(error) || !this.#evictOldest(path, 'normal')) throw error
      write()
    }
  }

  #publish(path: string, unfinished: string, published: string): void {
    const { files } = this.#parts
    try {
      files.renameSync(unfinished, published)
      if (this.#options.isSynced) syncDirectory(files, path)
    } catch (error) {
      removeQuietly(files, unfinished)
      removeQuietly(files, published)
      throw error
    }
  }

  /** Evicts the oldest file if there are more than there may be. Returns false if not, or if none can be had. */
  evictOne(path: string): boolean {
    return this.#index.total.files > MAX_FILES && this.#evictAny(path)
  }

  #makeRoom(path: string, bytes: number, mode?: WriteMode): boolean {
    const index = this.#index
    if (index.bytesSinceLook >= LOOK_AFTER_BYTES) index.refresh()
    if (index.spareBytes < bytes) return false
    if (mode === 'replacement') return true
    if (!this.#hasRoomBeside(index.total, bytes) && !this.#hasRoomBeside(index.occupied, bytes)) return false
    const before = index.total
    for (let evicted = 0; !this.#hasRoomBeside(index.total, bytes); evicted++) {
      // Others have left more than there may be: this batch takes the place of more than itself, and the janitor does the rest.
      const fits = index.total.bytes + bytes <= Math.max(this.#options.storageMaxBytes, before.bytes)
      if (evicted >= FEW_EVICTIONS && fits) return true
      if (evicted < MAX_EVICTIONS && this.#evictAny(path)) continue
      if (index.isPartial) index.refresh()
      return false
    }
    return true
  }

  #hasRoomBeside({ files, bytes }: Sum, moreBytes: number): boolean {
    return files < MAX_FILES && bytes + moreBytes <= this.#options.storageMaxBytes
  }

  #evictAny(path: string): boolean {
    return KINDS_TO_LOSE.some((kind) => this.#evictOldest(path, kind))
  }

  #evictOldest(path: string, kind: SpoolFile['kind']): boolean {
    const oldest = this.#index.oldest(kind)
    if (oldest === undefined) return false
    this.#onEvicted(this.#index.discard(oldest, path))
    return true
  }
}

// --- helpers, in order of use ---

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((bytes, part) => bytes + part.length, 0)
}

/** First to last: what is in a journal nobody knows. */
const KINDS_TO_LOSE = ['normal', 'errors', 'journal'] as const

function isError({ severityLevel }: SerializedEnvelope): boolean {
  return severityLevel !== undefined && severityLevel >= SeverityLevel.Error
}

const TIME = /"time":"([^"]{1,40})"/

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '')
}

/** Several processes may fill one directory: what they do not see of each other is at most this. */
const LOOK_AFTER_BYTES = 4_194_304

/** A millisecond or so. */
const FEW_EVICTIONS = 50

/** What one batch may cost the application: some milliseconds. */
const MAX_EVICTIONS = 500
