import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from './bounds'
import type { FileNames, readName, SpoolFile } from './file-name'
import { codeOf, type FileSystem } from './file-system'

/** Whether a file can be claimed or removed. */
export interface FileStatus {
  /**
   * `claimable`: ready, or with an expired lease. `leased`, `being-written`: a process holds it.
   * `unfinished`: never finished, and never will be.
   */
  readonly kind: 'claimable' | 'leased' | 'being-written' | 'unfinished'
  readonly found: FoundFile
}

/** A file, and its current name. */
export interface FoundFile {
  readonly file: SpoolFile
  readonly name: string
  /** The size on disk, whatever its name says. Limited, so that an oversized file does not evict others. */
  readonly bytes: number
  /** From its name, within the limit of a batch. */
  readonly items: number
  /** The number of processes that may have died while reading it. */
  readonly deaths: number
}

export interface View {
  readonly names: FileNames
  readonly nowMs: number
  /** False while the wall clock cannot be trusted: then no lease expires by time. */
  readonly isTimeTrusted: boolean
}

/** The duration of a lease that is not renewed. Longer than any request. */
export const LEASE_MS = 60_000

/** A lease that ends later than this was written before the clock was set back. */
const MAX_LEASE_MS = 10 * LEASE_MS

/** Writing one file never takes this long. */
const MAX_WRITING_MS = 10 * 60_000

/** Reads the names in a directory one by one. Throws errors of the disk. */
export function* namesIn(files: FileSystem, path: string): Generator<string, void, void> {
  const directory = files.opendirSync(path)
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name
  } finally {
    directory.closeSync()
  }
}

/** Undefined if the file is gone. Throws other errors of the disk. */
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
      // The time in the name is that of the items, so use the file's. A future time is as wrong as an old one.
      const isTimeUp = isTimeTrusted && Math.abs(nowMs - stat.mtimeMs) > MAX_WRITING_MS
      return { kind: isTimeUp || names.isOfDeadProcess(state.owner) ? 'unfinished' : 'being-written', found }
    }
  }
}

export const QUARANTINE = 'bad'
export const LOCK = 'drain.lock'

/** Names the process that has the lock. */
export const HOLDER = 'drain.holder'

/** A name of ours that is not a batch. */
export function isNoBatch(name: string): boolean {
  return name === QUARANTINE || name === LOCK || name === HOLDER
}

// --- helpers ---

/** Undefined if the file is gone. */
function statOf(files: FileSystem, path: string): Stats | undefined {
  try {
    return files.lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
