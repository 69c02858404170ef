import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Batch } from '../batch/batch'
import { encodeLines, GZIP_LEVEL, type Payload } from '../batch/payload'
import { lendScratch, returnScratch } from '../batch/scratch'
import type { Clock } from '../clock'
import type { SpoolAccount } from '../diagnostics/spool-account'
import { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import { encodeBatchFile } from './batch-file'
import { MAX_FILES } from './bounds'
import type { SpoolDirectory } from './directory'
import { type FileNames, type SpoolFile, unfinishedName } from './file-name'
import { codeOf, type FileSystem, removeQuietly, syncDirectory, writeFile } from './file-system'
import type { ReadyFiles } from './ready-files'
import type { SpoolIndex, Sum } from './spool-index'

export interface WriterOptions {
  /** Of all the files in the directory. @default 100 MiB */
  readonly storageMaxBytes: number
  /** Batches expire when their oldest item is this old. @default 47 h: the service refuses items of 48 h */
  readonly storageRetentionMs: number
  /** Calls `fdatasync` before a batch counts as written, so that it survives a power loss. */
  readonly isSynced: boolean
}

/**
 * `urgent`: there is no time to compress. `replacement`: it replaces a file of the spool, so it needs no additional room.
 * `recovery`: the same, and always synced, because the file that it replaces may have been synced.
 */
export type WriteMode = 'urgent' | 'replacement' | 'recovery'

export interface BatchWriterParts {
  readonly files: FileSystem
  readonly directory: SpoolDirectory
  readonly names: FileNames
  readonly clock: Clock
  readonly account: SpoolAccount
  readonly ready: ReadyFiles
  readonly index: SpoolIndex
}

/** A file that was written and has its final name. */
export interface Written {
  readonly file: SpoolFile
  readonly directory: string
  readonly name: string
}

/** Writes each batch as a new file, and evicts old ones to make room. */
export class BatchWriter {
  readonly #options: WriterOptions
  readonly #parts: BatchWriterParts

  constructor(options: WriterOptions, parts: BatchWriterParts) {
    this.#options = options
    this.#parts = parts
  }

  /** `nameOf` makes the name for the file's first state. Returns undefined if there is no room. Throws errors of the disk. */
  write(batch: Batch, nameOf: (file: SpoolFile) => string, mode?: WriteMode): Written | undefined {
    const { directory, names, index } = this.#parts
    const isSynced = this.#options.isSynced || mode === 'recovery'
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
    this.#writeOrMakeRoom(path, unfinished, parts, isSynced)
    if (batch.payload === undefined) returnScratch(payload.body)
    this.#publish(path, unfinished, join(path, name), isSynced)
    index.written(bytes)
    return { file, directory: path, name }
  }

  /** Compressing takes four times as long as writing, so it starts when half of the room is used. */
  #encode(items: readonly SerializedEnvelope[], mode?: WriteMode): Payload {
    const isRoomShort = this.#parts.index.total.bytes > this.#options.storageMaxBytes / 2
    const lines = encodeLines(items, lendScratch)
    if (mode === 'urgent' || !isRoomShort) return { body: lines, encoding: 'identity', items: items.length }
    const body = gzipSync(lines, { level: GZIP_LEVEL })
    returnScratch(lines)
    return { body, encoding: 'gzip', items: items.length }
  }

  /** Items keep the order of arrival, so the first is the oldest. */
  #timeOf(items: readonly SerializedEnvelope[]): number {
    const nowMs = this.#parts.clock.epochMs()
    const [, time = ''] = TIME.exec(items[0]?.json.slice(0, 200) ?? '') ?? []
    const timeMs = Date.parse(time)
    return timeMs <= nowMs && timeMs > nowMs - this.#options.storageRetentionMs ? timeMs : nowMs
  }

  /** If the disk is full, evicts the oldest batch and tries once more. */
  #writeOrMakeRoom(path: string, unfinished: string, parts: readonly Buffer[], isSynced: boolean): void {
    const write = () => writeFile(this.#parts.files, unfinished, parts, isSynced)
    try {
      write()
    } catch (error) {
      if (!isFull(error) || !this.#evictOldest(path, 'normal')) throw error
      write()
    }
  }

  #publish(path: string, unfinished: string, published: string, isSynced: boolean): void {
    const { files } = this.#parts
    try {
      files.renameSync(unfinished, published)
      if (isSynced) syncDirectory(files, path)
    } catch (error) {
      removeQuietly(files, unfinished)
      removeQuietly(files, published)
      throw error
    }
  }

  /** Evicts the oldest file if there are more than `MAX_FILES`. Returns false if nothing was evicted. */
  evictOne(path: string): boolean {
    return this.#parts.index.total.files > MAX_FILES && this.#evictAny(path)
  }

  #makeRoom(path: string, bytes: number, mode?: WriteMode): boolean {
    const { index } = this.#parts
    if (index.bytesSinceRefresh >= REFRESH_AFTER_BYTES) index.refresh()
    if (index.spareBytes < bytes) return false
    if (mode === 'replacement' || mode === 'recovery') return true
    if (!this.#hasRoomBeside(index.total, bytes) && !this.#hasRoomBeside(index.occupied, bytes)) return false
    const before = index.total
    for (let evicted = 0; !this.#hasRoomBeside(index.total, bytes); evicted++) {
      // Other processes exceeded the limit: evict a few more bytes than this batch needs, and leave the rest to the janitor.
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
    return EVICTION_ORDER.some((kind) => this.#evictOldest(path, kind))
  }

  #evictOldest(path: string, kind: SpoolFile['kind']): boolean {
    const { account, ready, index } = this.#parts
    const oldest = ready.oldest(kind)
    if (oldest === undefined) return false
    account.lost('spool-full', index.discard(oldest, path))
    return true
  }
}

// --- helpers, in order of use ---

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((bytes, part) => bytes + part.length, 0)
}

/** Journals last, because their severity is unknown. */
const EVICTION_ORDER = ['normal', 'errors', 'journal'] as const

function isError({ severityLevel }: SerializedEnvelope): boolean {
  return severityLevel !== undefined && severityLevel >= SeverityLevel.Error
}

const TIME = /"time":"([^"]{1,40})"/

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '')
}

/** Several processes may fill one directory. Each may write this much before it looks at the others' files. */
const REFRESH_AFTER_BYTES = 4_194_304

/** This many removals take about a millisecond. */
const FEW_EVICTIONS = 50

/** This many removals for one batch delay the application by some milliseconds. */
const MAX_EVICTIONS = 500
