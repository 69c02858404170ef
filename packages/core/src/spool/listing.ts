import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from './bounds'
import type { FileNames, readName, SpoolFile } from './file-name'
import { codeOf, type FileSystem } from './file-system'

/** Tells whether a file can be claimed or removed. */
export interface FileStatus {
  /**
   * `claimable`: ready, or its lease has expired. `leased`, `being-written`: a process holds it. `unfinished`: abandoned by
   * its writer.
   */
  readonly kind: 'claimable' | 'leased' | 'being-written' | 'unfinished'
  readonly found: FoundFile
}

/** A file, and its current name. */
export interface FoundFile {
  readonly file: SpoolFile
  readonly name: string
  /** The actual size on disk, not the one in the name. Limited, so that an oversized file does not evict others. */
  readonly bytes: number
  /** The number of items in the name, within the limit of a batch. */
  readonly items: number
  /** The number of processes that may have died while reading it. */
  readonly deaths: number
}

export interface View {
  readonly names: FileNames
  readonly nowMs: number
  /** False while the wall clock cannot be trusted. No lease expires by time then. */
  readonly isTimeTrusted: boolean
}

/** The duration of a lease that is not renewed. Longer than any request. */
export const LEASE_MS = 60_000

/** A lease that ends later than this was made before the clock was set back. */
const MAX_LEASE_MS = 10 * LEASE_MS

/** A file that is older than this is not being written any more. Writing one never takes that long. */
const MAX_WRITING_MS = 10 * 60_000

/** Yields the names in a directory one by one. Throws disk errors. */
export function* namesIn(files: FileSystem, path: string): Generator<string, void, void> {
  const directory = files.opendirSync(path)
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name
  } finally {
    directory.closeSync()
  }
}

/** Returns the status of a file, or undefined if the file is gone. Throws other disk errors. */
export function statusOf(
  files: FileSystem,
  path: string,
  name: string,
  { file, state }: NonNullable<ReturnType<typeof readName>>,
  { names, nowMs, isTimeTrusted }: View,
): FileStatus | undefined {
  const stat = statOf(files, join(path, name))
  if (stat === undefined) return undefined
  const bytes = Math.min(stat.size, MAX_BATCH_BYTES)
  const found = { file, name, bytes, items: Math.min(file.items, MAX_BATCH_ITEMS), deaths: 0 }
  switch (state.kind) {
    case 'ready':
      return { kind: 'claimable', found }
    case 'leased': {
      const { untilMs, owner } = state.lease
      const isTimeUp = isTimeTrusted && (untilMs < nowMs || untilMs > nowMs + MAX_LEASE_MS)
      if (!isTimeUp && !names.isOfDeadProcess(owner)) return { kind: 'leased', found }
      return { kind: 'claimable', found: { ...found, deaths: state.readers } }
    }
    case 'being-written': {
      // Use the file's time, because the name contains the time of the items. A time in the future is as invalid as an old
      // one.
      const isTimeUp = isTimeTrusted && Math.abs(nowMs - stat.mtimeMs) > MAX_WRITING_MS
      return { kind: isTimeUp || names.isOfDeadProcess(state.owner) ? 'unfinished' : 'being-written', found }
    }
  }
}

export const QUARANTINE = 'bad'
export const LOCK = 'drain.lock'

/** The file that names the process with the lock. */
export const HOLDER = 'drain.holder'

/** Returns true for a file of azmon that is not a batch. */
export function isNoBatch(name: string): boolean {
  return name === QUARANTINE || name === LOCK || name === HOLDER
}

// --- helpers ---

/** Returns the stats of a file, or undefined if the file is gone. */
function statOf(files: FileSystem, path: string): Stats | undefined {
  try {
    return files.lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
