import * as nodeFileSystem from 'node:fs'

/**
 * The `node:fs` functions that the spool uses, in one place, so that tests can make any call fail or crash. All are
 * synchronous, so a write is complete when the call returns. Each call takes microseconds on a healthy disk. `DiskHealth`
 * detects other disks.
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

/** Only the owner may access the files, because envelopes contain the key and log messages. */
const FILE_MODE = 0o600

/** Creates a file and returns its descriptor. Throws if the file exists, and follows no links. */
export function createFile(files: FileSystem, path: string): number {
  return files.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE)
}

/** Writes all bytes, because a single `write` may write only some of them without an error. @see POSIX write(2) */
export function writeWhole(files: FileSystem, descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    const more = files.writeSync(descriptor, bytes, written, bytes.length - written)
    if (more === 0) throw Object.assign(new Error('the disk accepts no more bytes'), { code: 'ENOSPC' })
    written += more
  }
}

/**
 * Creates a file from these parts, and removes it if writing fails. Concatenating the parts first would take longer than
 * writing them.
 */
export function writeFile(files: FileSystem, path: string, parts: readonly Buffer[], isSynced: boolean): void {
  const descriptor = createFile(files, path)
  let isOpen = true
  try {
    for (const part of parts) writeWhole(files, descriptor, part)
    if (isSynced) files.fdatasyncSync(descriptor)
    isOpen = false // even if close fails, the descriptor is invalid
    files.closeSync(descriptor)
  } catch (error) {
    if (isOpen) quietly(() => files.closeSync(descriptor))
    removeQuietly(files, path)
    throw error
  }
}

/**
 * Returns the content of the file, or undefined if azmon cannot have written it: not a regular file, another owner, a
 * second hard link, or larger than `maxBytes`. Never blocks, and follows no links.
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

/** The share of the disk that is kept free for other programs. */
const MIN_FREE_SHARE = 0.05
const MIN_FREE_BYTES = 268_435_456

/** Returns the number of bytes that may still be used. It is negative if too few are free. Throws disk errors. */
export function spareBytes(files: FileSystem, path: string): number {
  const { bavail, blocks, bsize } = files.statfsSync(path)
  return bavail * bsize - Math.max(MIN_FREE_SHARE * blocks * bsize, MIN_FREE_BYTES)
}

/** Returns the code of a failed system call, such as ENOENT, or undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Syncs a directory, because a new file name survives a power loss only after that. @see fsync(2) */
export function syncDirectory(files: FileSystem, path: string): void {
  const descriptor = files.openSync(path, 'r')
  try {
    files.fsyncSync(descriptor)
  } finally {
    files.closeSync(descriptor)
  }
}

/** Removes a file and ignores errors. Used to clean up after an error that is about to be reported. */
export function removeQuietly(files: FileSystem, path: string): void {
  quietly(() => files.unlinkSync(path))
}

/** Returns the result of `work`, or undefined if it throws. */
export function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
