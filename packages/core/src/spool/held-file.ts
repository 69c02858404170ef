import { join } from 'node:path'
import type { Clock, Timer } from '../clock'
import { leasedName, readyName, type SpoolFile } from './file-name'
import { codeOf, type FileSystem } from './file-system'
import { type FoundFile, LEASE_MS } from './listing'

export interface LeaseHolder {
  readonly files: FileSystem
  readonly clock: Clock
  readonly owner: string
}

/**
 * A file that this process has leased. Every step renames or removes one exact file name, which contains the owner and the
 * end of the lease. Therefore a process that has lost the lease cannot change the file of the next owner.
 *
 *     X.rdy --claim--> X.<until>-<me>.r1.lse --read--> X.<until>-<me>.lse --release--> X.rdy
 *                                                        |    ^    '--------ack-------> gone
 *                                                        '----' renew
 *
 * The name shows that a process is reading the file. If the process dies before the next rename, reading the file may be the
 * cause.
 */
export class HeldFile {
  readonly file: SpoolFile
  readonly #holder: LeaseHolder
  readonly #directory: string
  #name: string
  /** @see SpoolFileState */
  #readers: number
  #timer: Timer | undefined

  /** `name` is the current name of the file, made by `leaseName`. */
  constructor(holder: LeaseHolder, directory: string, file: SpoolFile, name: string, readers = 0) {
    this.#holder = holder
    this.#directory = directory
    this.file = file
    this.#name = name
    this.#readers = readers
    this.#renewLater()
  }

  /**
   * Leases a file to read it. Call `wasRead` afterwards. Returns undefined if another process was faster. Throws other disk
   * errors.
   */
  static claim(holder: LeaseHolder, directory: string, { file, name: from, deaths }: FoundFile): HeldFile | undefined {
    const readers = deaths + 1
    const name = leaseName(holder, file, readers)
    if (!renamed(holder.files, join(directory, from), join(directory, name))) return undefined
    return new HeldFile(holder, directory, file, name, readers)
  }

  get path(): string {
    return join(this.#directory, this.#name)
  }

  /** Renames the file to record that reading it did not crash this process. */
  wasRead(): void {
    if (this.#readers === 0) return
    this.#readers = 0
    this.#rename()
  }

  /** Removes the file, unless another process has taken it. Throws other disk errors. */
  remove(): void {
    this.stopRenewing()
    removed(this.#holder.files, this.path)
  }

  /** Makes the file ready again and returns its name. Returns undefined if another process has taken the file. */
  release(): string | undefined {
    this.stopRenewing()
    const name = readyName(this.file)
    return renamed(this.#holder.files, this.path, join(this.#directory, name)) ? name : undefined
  }

  /** Moves the file out of the spool. Throws disk errors. */
  moveTo(path: string): void {
    this.stopRenewing()
    renamed(this.#holder.files, this.path, path)
  }

  /** Stops renewing the lease, so that it expires. */
  stopRenewing(): void {
    this.#timer?.cancel()
  }

  #renewLater(): void {
    this.#timer = this.#holder.clock.after(LEASE_MS / 3, () => this.#renew())
  }

  #renew(): void {
    if (this.#rename()) this.#renewLater()
  }

  /** Renames the file to match the time and the readers. Returns false if the lease is lost. */
  #rename(): boolean {
    const name = leaseName(this.#holder, this.file, this.#readers)
    try {
      if (!renamed(this.#holder.files, this.path, join(this.#directory, name))) return false
      this.#name = name
    } catch {
      // The disk fails. Try again after a third of the lease. If that is too late, another process takes over.
    }
    return true
  }
}

/** Returns the name of the file with a lease of `holder` that begins now. */
export function leaseName({ clock, owner }: Omit<LeaseHolder, 'files'>, file: SpoolFile, readers = 0): string {
  return leasedName(file, { untilMs: clock.epochMs() + LEASE_MS, owner }, readers)
}

/** Returns false if there is no such file. */
function renamed(files: FileSystem, from: string, to: string): boolean {
  return wasThere(() => files.renameSync(from, to))
}

/** Returns false if there is no such file. */
export function removed(files: FileSystem, path: string): boolean {
  return wasThere(() => files.unlinkSync(path))
}

// --- helpers, in order of use ---

function wasThere(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
