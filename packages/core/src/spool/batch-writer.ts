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
  /** The size limit of all files in the directory together. @default 100 MiB */
  readonly storageMaxBytes: number
  /** The age of its oldest item at which a batch expires. @default 47 h, because the service rejects items older than 48 h */
  readonly storageRetentionMs: number
  /** Whether to call `fdatasync` before a batch counts as written, so that it survives a power loss. */
  readonly isSynced: boolean
}

/**
 * How a batch is written. `urgent`: without compression, to save time. `replacement`: without making room, because the
 * batch replaces a file in the spool. `recovery`: like `replacement`, and always synced, because the replaced file may have
 * been synced.
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

  /** Writes a batch. `nameOf` returns the file's first name. Returns undefined if there is no room. Throws disk errors. */
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
    this.#writeOrMakeRoom(path, unfinished, parts, isSynced, mode)
    if (batch.payload === undefined) returnScratch(payload.body)
    this.#publish(path, unfinished, join(path, name), isSynced)
    index.written(bytes)
    return { file, directory: path, name }
  }

  /** Compresses only if half of the room is used, because compressing takes four times as long as writing. */
  #encode(items: readonly SerializedEnvelope[], mode?: WriteMode): Payload {
    const isRoomShort = this.#parts.index.total.bytes > this.#options.storageMaxBytes / 2
    const lines = encodeLines(items, lendScratch)
    if (mode === 'urgent' || !isRoomShort) return { body: lines, encoding: 'identity', items: items.length }
    const body = gzipSync(lines, { level: GZIP_LEVEL })
    returnScratch(lines)
    return { body, encoding: 'gzip', items: items.length }
  }

  /** Returns the time of the oldest item. That is the first one, because items are in order of arrival. */
  #timeOf(items: readonly SerializedEnvelope[]): number {
    const nowMs = this.#parts.clock.epochMs()
    const [, time = ''] = TIME.exec(items[0]?.json.slice(0, 200) ?? '') ?? []
    const timeMs = Date.parse(time)
    return timeMs <= nowMs && timeMs > nowMs - this.#options.storageRetentionMs ? timeMs : nowMs
  }

  /** Writes a file. If the disk is full, evicts the oldest batch and tries once more, except in recovery, whose items stay in the journal. */
  #writeOrMakeRoom(
    path: string,
    unfinished: string,
    parts: readonly Buffer[],
    isSynced: boolean,
    mode: WriteMode | undefined,
  ): void {
    const write = () => writeFile(this.#parts.files, unfinished, parts, isSynced)
    try {
      write()
    } catch (error) {
      if (mode === 'recovery' || !isFull(error) || !this.#evictOldest(path, 'normal')) throw error
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
      // If other processes exceeded the limit, evict only a few more bytes than this batch needs. The janitor evicts the
      // rest.
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

/** Journals are evicted last, because the severity of their items is unknown. */
const EVICTION_ORDER = ['normal', 'errors', 'journal'] as const

function isError({ severityLevel }: SerializedEnvelope): boolean {
  return severityLevel !== undefined && severityLevel >= SeverityLevel.Error
}

const TIME = /"time":"([^"]{1,40})"/

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '')
}

/** The bytes that a process may write before it looks for files that other processes wrote to the same directory. */
const REFRESH_AFTER_BYTES = 4_194_304

/** Removing this many files takes about a millisecond. */
const FEW_EVICTIONS = 50

/** Removing this many files for one batch delays the application by a few milliseconds. */
const MAX_EVICTIONS = 500
