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
 * A file that is this process's alone. Every step is the rename or removal of one exact name, which holds the owner and
 * the end of the lease: whoever lost the lease meanwhile cannot touch what is another's now.
 *
 *     X.rdy --claim--> X.<until>-<me>.r1.lse --read--> X.<until>-<me>.lse --release--> X.rdy
 *                                                        |    ^    '--------ack-------> gone
 *                                                        '----' renew
 *
 * The name says while a process reads the file: whoever finds it knows that the process may have died of that.
 */
export class HeldFile {
  readonly file: SpoolFile
  readonly #holder: LeaseHolder
  readonly #directory: string
  #name: string
  /** As in `SpoolFileState`. */
  #readers: number
  #timer: Timer | undefined

  /** `name` is the file's leased name of now, as `leaseName` made it. */
  constructor(holder: LeaseHolder, directory: string, file: SpoolFile, name: string, readers = 0) {
    this.#holder = holder
    this.#directory = directory
    this.file = file
    this.#name = name
    this.#readers = readers
    this.#renewLater()
  }

  /**
   * For reading; call `wasRead` when that is over. Undefined where another process was faster. Throws other errors of
   * the disk.
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

  /** This process has survived the reading of it. */
  wasRead(): void {
    if (this.#readers === 0) return
    this.#readers = 0
    this.#rename()
  }

  /** It is not needed any more. A file that is somebody else's by now stays. Throws other errors of the disk. */
  remove(): void {
    this.stopRenewing()
    removed(this.#holder.files, this.path)
  }

  /** For whoever claims it next: the name under which it can be had, undefined where that is not ours to say. */
  release(): string | undefined {
    this.stopRenewing()
    const name = readyName(this.file)
    return renamed(this.#holder.files, this.path, join(this.#directory, name)) ? name : undefined
  }

  /** Out of the way, under another name. Throws errors of the disk. */
  moveTo(path: string): void {
    this.stopRenewing()
    renamed(this.#holder.files, this.path, path)
  }

  /** Keeps it no longer: the lease ends by itself. */
  stopRenewing(): void {
    this.#timer?.cancel()
  }

  #renewLater(): void {
    this.#timer = this.#holder.clock.after(LEASE_MS / 3, () => this.#renew())
  }

  #renew(): void {
    if (this.#rename()) this.#renewLater()
  }

  /** The name that fits now. False where the lease is lost. */
  #rename(): boolean {
    const name = leaseName(this.#holder, this.file, this.#readers)
    try {
      if (!renamed(this.#holder.files, this.path, join(this.#directory, name))) return false
      this.#name = name
    } catch {
      // A disk in trouble: another try in a third of the lease. If that is too late, another process goes on.
    }
    return true
  }
}

/** A lease of `holder` that begins now. */
export function leaseName({ clock, owner }: Omit<LeaseHolder, 'files'>, file: SpoolFile, readers = 0): string {
  return leasedName(file, { untilMs: clock.epochMs() + LEASE_MS, owner }, readers)
}

/** False where there is nothing of that name any more. */
function renamed(files: FileSystem, from: string, to: string): boolean {
  return wasThere(() => files.renameSync(from, to))
}

/** False where there is nothing of that name any more. */
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
