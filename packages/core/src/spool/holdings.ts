import { callSafely } from '../call-safely'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { ClaimRights } from './claim-rights'
import type { SpoolFile } from './file-name'
import { HeldFile, type LeaseHolder } from './held-file'
import type { FoundFile } from './listing'
import type { OwnItems } from './own-items'
import type { ReadyFiles } from './ready-files'

export interface HoldingsParts {
  readonly holder: LeaseHolder
  readonly own: OwnItems
  readonly account: SpoolAccount
  readonly ready: ReadyFiles
  readonly rights: ClaimRights
}

/** The files that this process has leased. No other process changes them until their leases expire. */
export class Holdings {
  readonly #parts: HoldingsParts
  readonly #held = new Map<string, { readonly bytes: number; readonly items: number }>()
  /** Acknowledged files that the disk failed to remove. */
  readonly #unremoved = new Set<HeldFile>()
  #bytes = 0
  #items = 0

  constructor(parts: HoldingsParts) {
    this.#parts = parts
  }

  get files(): number {
    return this.#held.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get items(): number {
    return this.#items
  }

  has(id: string): boolean {
    return this.#held.has(id)
  }

  /**
   * Leases a file to read it. Returns undefined if another process was faster, or if this process already holds the file.
   * Throws disk errors.
   */
  claim(found: FoundFile, directory: string): HeldFile | undefined {
    if (this.has(found.file.id)) return undefined
    const held = HeldFile.claim(this.#parts.holder, directory, found)
    if (held !== undefined) this.#add(held, found.bytes, found.items)
    return held
  }

  /** Adds a new file that was written under a leased name. */
  adopt(file: SpoolFile, directory: string, name: string): HeldFile {
    const held = new HeldFile(this.#parts.holder, directory, file, name)
    this.#add(held, file.bytes, file.items)
    return held
  }

  /** Removes the file. If that fails, throws a disk error and keeps the file leased, so that it is not sent again. */
  remove(held: HeldFile): void {
    this.#parts.own.forget(held.file.id)
    this.removeBy(held, () => held.remove())
  }

  /** Like `remove`, but calls a function that removes the file from the spool. */
  removeBy(held: HeldFile, removeFile: () => void): void {
    const known = this.#held.get(held.file.id)
    if (known !== undefined && !this.#unremoved.has(held)) this.#items -= known.items
    this.#unremoved.add(held)
    removeFile()
    this.#unremoved.delete(held)
    this.#delete(held)
  }

  /** Tries again to remove the files that the disk failed to remove. */
  removeAgain(onTrouble: (error: unknown) => void): void {
    for (const held of this.#unremoved) callSafely(() => this.remove(held), onTrouble)
  }

  /** Stops counting the items of these files as this process's own, because another file now contains them. */
  forgetItems(files: readonly HeldFile[]): void {
    for (const { file } of files) this.#parts.own.forget(file.id)
  }

  /** Makes the file ready to be claimed again, after files with fewer tries. Throws disk errors. */
  release(held: HeldFile, tries: number, isInDoubt?: boolean): void {
    const found = this.#return(held)
    if (found === undefined) return this.ended('elsewhere', held.file)
    this.#parts.ready.add({ ...found, isOwn: true, tries, isInDoubt })
    this.#parts.rights.batchReady()
  }

  /** Like `release`, but this process does not claim the file again until a later scan finds it. */
  leaveToNextScan(held: HeldFile): void {
    this.#return(held)
  }

  /** Counts this process's items in a file that was dropped or that another process has taken. */
  ended(end: 'dropped' | 'elsewhere', { id }: SpoolFile): void {
    const upTo = this.#parts.own.forget(id)
    if (upTo !== undefined) this.#parts.account.endedUnread(end, upTo)
  }

  /** Releases the file. Returns undefined if another process has taken it. */
  #return(held: HeldFile): FoundFile | undefined {
    const { bytes = 0, items = 0 } = this.#held.get(held.file.id) ?? {}
    this.#items -= items
    this.#delete(held)
    const name = held.release()
    return name === undefined ? undefined : { file: held.file, name, bytes, items, deaths: 0 }
  }

  #add({ file }: HeldFile, bytes: number, items: number): void {
    this.#held.set(file.id, { bytes, items })
    this.#bytes += bytes
    this.#items += items
  }

  #delete({ file }: HeldFile): void {
    this.#bytes -= this.#held.get(file.id)?.bytes ?? 0
    this.#held.delete(file.id)
  }
}
