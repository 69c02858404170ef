import type { Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { SpoolError } from '../errors'
import type { StoragePlace } from '../options/storage-places'
import { codeOf, type FileSystem, systemFiles } from './file-system'

/**
 * Finds the directory of one destination's spool: the first place that is safe or can be made safe. Other users must not be
 * able to read its files, add files or redirect it.
 * @see CWE-377, CWE-379, CWE-59
 */
export class SpoolDirectory {
  readonly #places: readonly StoragePlace[]
  readonly #files: FileSystem
  #found: { readonly path: string; readonly identity: string } | undefined

  constructor(places: readonly StoragePlace[], files: FileSystem = systemFiles) {
    this.#places = places
    this.#files = files
  }

  /**
   * Returns the path of the directory, which it creates if necessary. Checks the directory each time, because it may have
   * been deleted or replaced.
   * @throws SpoolError if no place is safe, and the system's error if the disk fails.
   */
  open(): string {
    const path = this.#stillThere() ?? this.#lookIn(this.#places, (place) => this.#make(place))
    if (path === undefined)
      throw new SpoolError(
        'There is no directory for the spool. Set storagePath to a directory that only this user may write to.',
      )
    return path
  }

  /** Like `open`, but creates nothing. Returns undefined if there is no directory yet. */
  find(): string | undefined {
    return this.#stillThere() ?? this.#lookIn(this.#places, (place) => this.#existing(place))
  }

  #stillThere(): string | undefined {
    if (this.#found === undefined) return undefined
    const stat = this.#stat(this.#found.path)
    if (stat !== undefined && identityOf(stat) === this.#found.identity) return this.#found.path
    this.#found = undefined
    return undefined
  }

  #lookIn(places: readonly StoragePlace[], look: (place: StoragePlace) => string | undefined): string | undefined {
    const refusals: unknown[] = []
    for (const place of places) {
      try {
        const path = look(place)
        if (path !== undefined) return this.#remember(path)
      } catch (error) {
        if (!mayOtherDirectoryWork(error)) throw error
        refusals.push(error)
      }
    }
    if (refusals.length < places.length) return undefined
    const reasons = refusals.map((refusal) => (refusal instanceof Error ? refusal.message : String(refusal)))
    throw new SpoolError(
      `No directory is safe for the spool: ${reasons.join('; ')}. Set storagePath to a directory that only this user may write to.`,
    )
  }

  #remember(path: string): string {
    const stat = this.#stat(path)
    this.#found = stat === undefined ? undefined : { path, identity: identityOf(stat) }
    return path
  }

  #make({ base, levels }: StoragePlace): string {
    this.#makeBase(base)
    let path = this.#realBase(base)
    for (const level of levels) {
      path = join(path, level)
      this.#mkdir(path)
      this.#checkOwn(path)
    }
    return path
  }

  #existing({ base, levels }: StoragePlace): string | undefined {
    if (this.#stat(base) === undefined) return undefined
    let path = this.#realBase(base)
    for (const level of levels) {
      path = join(path, level)
      if (this.#stat(path) === undefined) return undefined
      this.#checkOwn(path)
    }
    return path
  }

  #makeBase(base: string): void {
    if (this.#stat(base) !== undefined) return
    const parent = dirname(base)
    if (parent !== base) this.#makeBase(parent)
    this.#mkdir(base)
  }

  /**
   * Resolves the base. Checks every parent up to the root, because a user who may write to a parent can replace the
   * directory.
   */
  #realBase(base: string): string {
    const real = this.#files.realpathSync(base)
    for (let path = real; ; path = dirname(path)) {
      if (HAS_MODES) checkParent(path, this.#files.lstatSync(path))
      if (path === dirname(path)) return real
    }
  }

  /** Creates a directory, but not with `recursive`, which would accept a symbolic link to another user's directory. */
  #mkdir(path: string): void {
    try {
      this.#files.mkdirSync(path, 0o700)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }

  #checkOwn(path: string): void {
    const stat = this.#files.lstatSync(path)
    if (stat.isSymbolicLink()) throw new SpoolError(`${path} is a symbolic link`)
    if (!stat.isDirectory()) throw new SpoolError(`${path} is not a directory`)
    if (!HAS_MODES) return
    if (stat.uid !== process.geteuid?.()) throw new SpoolError(`${path} belongs to another user`)
    if ((stat.mode & OTHERS_MAY_ANYTHING) !== 0) throw new SpoolError(`${path} is open to other users`)
  }

  #stat(path: string): Stats | undefined {
    try {
      return this.#files.lstatSync(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  }
}

// --- helpers, in order of use ---

/** Windows has no modes, but access control lists, which a directory in the user's profile inherits. */
const HAS_MODES = process.platform !== 'win32'
const OTHERS_MAY_ANYTHING = 0o077
const OTHERS_MAY_WRITE = 0o002
const GROUP_MAY_WRITE = 0o020
const STICKY = 0o1000
const ROOT = 0

/** @throws SpoolError if another user may replace entries of the directory. Group access granted by root is allowed. */
function checkParent(path: string, { mode, uid, gid }: Stats): void {
  const user = process.geteuid?.()
  if (uid !== user && uid !== ROOT) throw new SpoolError(`${path} belongs to another user`)
  if ((mode & STICKY) !== 0) return
  if ((mode & OTHERS_MAY_WRITE) !== 0) throw new SpoolError(`every user may write to ${path}`)
  const isOwnGroup = gid === user && gid === process.getegid?.() // a user's private group has the same id as the user
  if ((mode & GROUP_MAY_WRITE) !== 0 && uid !== ROOT && !isOwnGroup)
    throw new SpoolError(`a group of users may write to ${path}`)
}

function identityOf({ dev, ino, mode, uid }: Stats): string {
  return [dev, ino, mode, uid].join(':')
}

/** Returns whether to try the next place after an error. A full or failing disk may recover soon, so its place is kept. */
function mayOtherDirectoryWork(error: unknown): boolean {
  return error instanceof SpoolError || ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT'].includes(codeOf(error) ?? '')
}
