import { randomBytes } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import type { SerializedEnvelope } from '../envelope/item'
import { encodeLines } from '../ingestion/payload'
import { codeOf, type FileSystem, writeFile } from './file-system'
import { type HeldFile, removed } from './held-file'
import { QUARANTINE } from './listing'

const MAX_BYTES = 5_242_880
const MAX_AGE_MS = 7 * 24 * 3_600_000

/** The folder `bad`: what could not be read, and what the endpoint takes for poison, for somebody to look at. */
export class Quarantine {
  readonly #files: FileSystem

  constructor(files: FileSystem) {
    this.#files = files
  }

  /** Throws what the disk says. */
  keep(directory: string, items: readonly SerializedEnvelope[]): void {
    const folder = this.#open(directory)
    const name = `${Date.now().toString(36)}-${randomBytes(8).toString('hex')}.rejected`
    writeFile(this.#files, join(folder, name), [encodeLines(items)], false)
    this.trim(directory)
  }

  /** Throws what the disk says. */
  takeIn(directory: string, held: HeldFile): void {
    held.moveTo(join(this.#open(directory), `${held.file.id}.bad`))
  }

  /** Keeps it small and short-lived; what is no file of ours stays. */
  trim(directory: string): void {
    let bytes = 0
    const youngFirst = this.#list(join(directory, QUARANTINE)).sort((a, b) => b.modifiedMs - a.modifiedMs)
    for (const { path, size, modifiedMs } of youngFirst) {
      bytes += size
      if (bytes > MAX_BYTES || Date.now() - modifiedMs > MAX_AGE_MS) removed(this.#files, path)
    }
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

  #list(folder: string): { readonly path: string; readonly size: number; readonly modifiedMs: number }[] {
    return this.#names(folder)
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => {
        const path = join(folder, name)
        const { size, mtimeMs } = this.#files.lstatSync(path)
        return { path, size, modifiedMs: mtimeMs }
      })
  }

  #names(folder: string): Dirent[] {
    try {
      if (!this.#files.lstatSync(folder).isDirectory()) return [] // a link leads to what is not ours
      return this.#files.readdirSync(folder, { withFileTypes: true })
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
  }
}
