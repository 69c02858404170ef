import * as nodeFileSystem from 'node:fs'

/**
 * What the spool needs of `node:fs`: one seam, so that tests can make any call fail, or the process end at it. Everything
 * is synchronous: what is on disk when a call returns is there whatever happens next, and each call takes microseconds
 * on a healthy disk. What happens on another is `DiskHealth`'s business.
 */
export type FileSystem = Pick<
  typeof nodeFileSystem,
  | 'closeSync'
  | 'fdatasyncSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'opendirSync'
  | 'openSync'
  | 'readSync'
  | 'realpathSync'
  | 'renameSync'
  | 'statfsSync'
  | 'unlinkSync'
  | 'writeSync'
>

export const systemFiles: FileSystem = nodeFileSystem

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = nodeFileSystem.constants

/** For the owner alone: envelopes hold the key, and whatever was logged. */
const FILE_MODE = 0o600

/** A new file: not one that is there, and not one that a link leads to. Returns its descriptor. */
export function createFile(files: FileSystem, path: string): number {
  return files.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE)
}

/** All of it: `write` may take a part only, and not say so by an error. @see POSIX write(2) */
export function writeWhole(files: FileSystem, descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    const more = files.writeSync(descriptor, bytes, written, bytes.length - written)
    if (more === 0) throw Object.assign(new Error('the disk takes no more bytes'), { code: 'ENOSPC' })
    written += more
  }
}

/** A new file of these parts, all of them, or no file. Put together first, a large one costs more than to write it. */
export function writeFile(files: FileSystem, path: string, parts: readonly Buffer[], isSynced: boolean): void {
  const descriptor = createFile(files, path)
  let isOpen = true
  try {
    for (const part of parts) writeWhole(files, descriptor, part)
    if (isSynced) files.fdatasyncSync(descriptor)
    isOpen = false // whatever close says, the descriptor is not ours any more
    files.closeSync(descriptor)
  } catch (error) {
    if (isOpen) quietly(() => files.closeSync(descriptor))
    removeQuietly(files, path)
    throw error
  }
}

/**
 * Returns what the file holds. Undefined where it is nothing of ours: no regular file, with another owner or a second
 * name, or larger than `maxBytes`. Never waits, and never follows a link.
 */
export function readFile(files: FileSystem, path: string, maxBytes: number): Buffer | undefined {
  const descriptor = files.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stat = files.fstatSync(descriptor)
    const isOurs =
      stat.isFile() && stat.nlink === 1 && (process.geteuid === undefined || stat.uid === process.geteuid())
    const { size } = stat
    if (!isOurs || size > maxBytes) return undefined
    const bytes = Buffer.allocUnsafe(size)
    let read = 0
    while (read < size) {
      const more = files.readSync(descriptor, bytes, read, size - read, null)
      if (more === 0) break
      read += more
    }
    return bytes.subarray(0, read)
  } finally {
    files.closeSync(descriptor)
  }
}

/** What a disk needs for everybody else. */
const MIN_FREE_SHARE = 0.05
const MIN_FREE_BYTES = 268_435_456

/** What the disk can do without; negative where it cannot. Throws what the disk says. */
export function spareBytes(files: FileSystem, path: string): number {
  const { bavail, blocks, bsize } = files.statfsSync(path)
  return bavail * bsize - Math.max(MIN_FREE_SHARE * blocks * bsize, MIN_FREE_BYTES)
}

/** The code of a failed system call, as ENOENT; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** A new name is on disk only when its directory is. @see fsync(2) */
export function syncDirectory(files: FileSystem, path: string): void {
  const descriptor = files.openSync(path, 'r')
  try {
    files.fsyncSync(descriptor)
  } finally {
    files.closeSync(descriptor)
  }
}

/** For cleaning up after an error that is about to be told. */
export function removeQuietly(files: FileSystem, path: string): void {
  quietly(() => files.unlinkSync(path))
}

/** Undefined where the work throws. */
export function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
