import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { encodeLines } from '../batch/payload'
import type { Clock } from '../clock'
import type { SerializedEnvelope } from '../item/item'
import { codeOf, type FileSystem, writeFile } from './file-system'
import { type HeldFile, removed } from './held-file'
import { namesIn, QUARANTINE } from './listing'
import { inSlices, type Work } from './slices'

const MAX_BYTES = 5_242_880
const MAX_FILES = 1_000
const TRIM_AFTER_BYTES = MAX_BYTES / 5
const TRIM_AFTER_FILES = 100
const MAX_AGE_MS = 7 * 24 * 3_600_000

/** The folder `bad`, in which people can inspect unreadable files and items that the endpoint refused. */
export class Quarantine {
  readonly #files: FileSystem
  readonly #clock: Clock
  readonly #onTrouble: (error: unknown) => void
  #isTrimming = false
  #addedBytes = 0

  constructor(files: FileSystem, clock: Clock, onTrouble: (error: unknown) => void) {
    this.#files = files
    this.#clock = clock
    this.#onTrouble = onTrouble
  }

  /** Stores a copy of items that the endpoint refused. Throws disk errors. */
  keep(directory: string, items: readonly SerializedEnvelope[]): void {
    const folder = this.#open(directory)
    const name = `${Date.now().toString(36)}-${randomBytes(8).toString('hex')}.rejected`
    const lines = encodeLines(items)
    writeFile(this.#files, join(folder, name), [lines], false)
    this.#added(directory, lines.length)
  }

  /** Moves a damaged file to this folder. Throws disk errors. */
  add(directory: string, held: HeldFile): void {
    held.moveTo(join(this.#open(directory), `${held.file.id}.bad`))
    this.#added(directory, held.file.bytes)
  }

  /**
   * Counts an added file. Trims only after several files, because scanning the folder for each of thousands would be slow.
   */
  #added(directory: string, bytes: number): void {
    this.#addedBytes += Math.max(bytes, TRIM_AFTER_BYTES / TRIM_AFTER_FILES)
    if (this.#addedBytes >= TRIM_AFTER_BYTES) this.trim(directory)
  }

  /** Removes the oldest files in the background until size, number and age are within limits. Never throws. */
  trim(directory: string): void {
    if (this.#isTrimming) return
    this.#isTrimming = true
    this.#addedBytes = 0
    void inSlices(this.#trim(directory), this.#clock)
      .catch(this.#onTrouble)
      .finally(() => {
        this.#isTrimming = false
      })
  }

  *#trim(directory: string): Work {
    const folder = join(directory, QUARANTINE)
    if (!this.#isThere(folder)) return
    let kept: Kept[] = []
    for (const name of namesIn(this.#files, folder)) {
      const path = join(folder, name)
      const stat = this.#files.lstatSync(path)
      if (!stat.isDirectory()) kept.push({ path, size: stat.size, ageMs: Math.abs(Date.now() - stat.mtimeMs) })
      yield
      if (kept.length >= 2 * MAX_FILES) kept = yield* this.#youngestOf(kept)
    }
    yield* this.#youngestOf(kept)
  }

  *#youngestOf(files: readonly Kept[]): Generator<void, Kept[], void> {
    const kept: Kept[] = []
    let bytes = 0
    for (const file of files.toSorted((a, b) => a.ageMs - b.ageMs)) {
      const isKept = bytes + file.size <= MAX_BYTES && kept.length < MAX_FILES && file.ageMs <= MAX_AGE_MS
      if (isKept) {
        kept.push(file)
        bytes += file.size
      } else removed(this.#files, file.path)
      yield
    }
    return kept
  }

  #open(directory: string): string {
    const folder = join(directory, QUARANTINE)
    try {
      this.#files.mkdirSync(folder, 0o700)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !this.#files.lstatSync(folder).isDirectory()) throw error
    }
    return folder
  }

  /** Returns true if the folder exists. Ignores a link, because azmon does not own its target. */
  #isThere(folder: string): boolean {
    try {
      return this.#files.lstatSync(folder).isDirectory()
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    }
  }
}

// --- helpers ---

interface Kept {
  readonly path: string
  readonly size: number
  /** A time in the future is as invalid as an old one. */
  readonly ageMs: number
}
