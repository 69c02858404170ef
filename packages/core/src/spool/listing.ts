import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from './bounds'
import type { FileNames, readName, SpoolFile } from './file-name'
import { codeOf, type FileSystem } from './file-system'

/** What can be done with a file that is ours. */
export interface FileStatus {
  /**
   * `claimable`: ready, or leased by a process whose lease is over. `leased`, `being-written`: a process has it.
   * `unfinished`: never finished, and never will be.
   */
  readonly kind: 'claimable' | 'leased' | 'being-written' | 'unfinished'
  readonly found: FoundFile
}

/** A file, and the name under which it can be had. */
export interface FoundFile {
  readonly file: SpoolFile
  readonly name: string
  /** Size on disk, whatever its name says; what is larger than any batch has no right to evict others. */
  readonly bytes: number
  /** As its name says, as far as that is possible. */
  readonly items: number
  /** How many processes may have died of reading it. */
  readonly deaths: number
}

export interface View {
  readonly names: FileNames
  readonly nowMs: number
  /** False while the wall clock cannot be trusted: then no lease is over because of the time. */
  readonly isTimeTrusted: boolean
}

/** How long a lease lasts without being renewed: longer than any request. */
export const LEASE_MS = 60_000

/** A lease that ends later than this was written by a clock that has been set back since. */
const MAX_LEASE_MS = 10 * LEASE_MS

/** No process writes one file for so long. */
const MAX_WRITING_MS = 10 * 60_000

/** The names in a directory, read in small steps. Throws what the disk says. */
export function* namesIn(files: FileSystem, path: string): Generator<string, void, void> {
  const directory = files.opendirSync(path)
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name
  } finally {
    directory.closeSync()
  }
}

/** Undefined where the file is gone by now. Throws other errors of the disk. */
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
      // The items may be older than the file. A time in the future is as wrong as one long ago.
      const isTimeUp = isTimeTrusted && Math.abs(nowMs - stat.mtimeMs) > MAX_WRITING_MS
      return { kind: isTimeUp || names.isOfDeadProcess(state.owner) ? 'unfinished' : 'being-written', found }
    }
  }
}

export const QUARANTINE = 'bad'
export const LOCK = 'drain.lock'

/** Names the process that has the lock. */
export const HOLDER = 'drain.holder'

/** A name of ours that stands for no batch. */
export function isNoBatch(name: string): boolean {
  return name === QUARANTINE || name === LOCK || name === HOLDER
}

// --- helpers ---

/** Undefined where it is gone by now. */
function statOf(files: FileSystem, path: string): Stats | undefined {
  try {
    return files.lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
