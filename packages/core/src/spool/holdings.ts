import type { SpoolFile } from './file-name'
import { HeldFile, type LeaseHolder } from './held-file'
import type { FoundFile } from './listing'
import type { OwnItems } from './own-items'

/** The files that this process has in hand: nobody else touches them while their leases last. */
export class Holdings {
  readonly #holder: LeaseHolder
  readonly #own: OwnItems
  readonly #held = new Map<string, { readonly held: HeldFile; readonly bytes: number; readonly items: number }>()
  /** Done with, but the disk would not let go of them. */
  readonly #unremoved = new Set<HeldFile>()
  #bytes = 0
  #items = 0

  constructor(holder: LeaseHolder, own: OwnItems) {
    this.#holder = holder
    this.#own = own
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

  /** For reading. Undefined where another process was faster, or this one has it already. Throws what the disk says. */
  claim(found: FoundFile, directory: string): HeldFile | undefined {
    if (this.has(found.file.id)) return undefined
    const held = HeldFile.claim(this.#holder, directory, found)
    if (held !== undefined) this.#keep(held, found.bytes, found.items)
    return held
  }

  /** A new file, which was written under the name of a lease. */
  adopt(file: SpoolFile, directory: string, name: string): HeldFile {
    const held = new HeldFile(this.#holder, directory, file, name)
    this.#keep(held, file.bytes, file.items)
    return held
  }

  /** Where the disk does not let go of it, it stays in hand, so that it is not sent again. Throws what the disk says. */
  remove(held: HeldFile): void {
    this.#own.forget(held.file.id)
    this.done(held, () => held.remove())
  }

  /** Removes the file from the spool by `finish`. As `remove` if that throws. */
  done(held: HeldFile, finish: () => void): void {
    const known = this.#held.get(held.file.id)
    if (known !== undefined && !this.#unremoved.has(held)) this.#items -= known.items
    this.#unremoved.add(held)
    finish()
    this.#unremoved.delete(held)
    this.#forget(held)
  }

  /** Their items are in another file now, which counts as this process's in their place. */
  forgetItems(files: readonly HeldFile[]): void {
    for (const { file } of files) this.#own.forget(file.id)
  }

  /** Tries again to remove what the disk would not let go of. */
  removeAgain(attempt: (work: () => void) => void): void {
    for (const held of this.#unremoved) attempt(() => this.remove(held))
  }

  /** For whoever claims it next. Undefined where it is another process's by now. Throws what the disk says. */
  release(held: HeldFile): FoundFile | undefined {
    const { bytes = 0, items = 0 } = this.#held.get(held.file.id) ?? {}
    this.#items -= items
    this.#forget(held)
    const name = held.release()
    return name === undefined ? undefined : { file: held.file, name, bytes, items, deaths: 0 }
  }

  #keep(held: HeldFile, bytes: number, items: number): void {
    this.#held.set(held.file.id, { held, bytes, items })
    this.#bytes += bytes
    this.#items += items
  }

  #forget({ file }: HeldFile): void {
    this.#bytes -= this.#held.get(file.id)?.bytes ?? 0
    this.#held.delete(file.id)
  }
}
