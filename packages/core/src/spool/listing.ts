import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { type FileNames, readName, type SpoolFile } from './file-name'
import { codeOf, type FileSystem } from './file-system'

/** What a directory holds at one moment, sorted by what can be done with it. */
export interface Listing {
  /** To be claimed: ready, or leased by somebody whose lease is over, as that of a journal is whose process is gone. */
  readonly claimable: readonly Found[]
  /** Files that were never finished, and never will be. */
  readonly unfinished: readonly string[]
  /** Names that are none of ours, or of a version that we do not know: left alone. */
  readonly foreign: number
  readonly files: number
  readonly items: number
  readonly bytes: number
}

/** A file, and the name under which it can be had. */
export interface Found {
  readonly file: SpoolFile
  readonly name: string
}

export const EMPTY_LISTING: Listing = {
  claimable: [],
  unfinished: [],
  foreign: 0,
  files: 0,
  items: 0,
  bytes: 0,
}

/** How long a lease lasts without being renewed: longer than any request. */
export const LEASE_MS = 60_000

/** A lease that ends later than this was written by a clock that has been set back since. */
const MAX_LEASE_MS = 10 * LEASE_MS

/** Nobody writes one file for so long. */
const MAX_WRITING_MS = 10 * 60_000

/** One pass over the names. Throws what `readdir` throws. */
export function list(files: FileSystem, path: string, names: FileNames, nowMs: number): Listing {
  const claimable: Found[] = []
  const unfinished: string[] = []
  const count = { foreign: 0, files: 0, items: 0, bytes: 0 }
  for (const name of files.readdirSync(path)) {
    const known = readName(name)
    if (known === undefined) {
      if (!OUR_OWN.includes(name)) count.foreign++
      continue
    }
    const { file, state } = known
    count.files++
    count.items += file.items
    count.bytes += file.kind === 'journal' ? sizeOf(files, join(path, name)) : file.bytes
    switch (state.kind) {
      case 'ready':
        claimable.push({ file, name })
        break
      case 'leased':
        if (isOver(state.lease)) claimable.push({ file, name })
        break
      case 'being-written':
        if (names.isOfDeadProcess(state.owner) || nowMs - writtenMs(files, join(path, name)) > MAX_WRITING_MS)
          unfinished.push(name)
        break
    }
  }
  return { claimable, unfinished, ...count }

  function isOver({ untilMs, owner }: { readonly untilMs: number; readonly owner: string }): boolean {
    return untilMs < nowMs || untilMs > nowMs + MAX_LEASE_MS || names.isOfDeadProcess(owner)
  }
}

/** How large a journal grows, about. */
export const JOURNAL_BYTES = 1_048_576

export const QUARANTINE = 'bad'
export const LOCK = 'drain.lock'

// --- helpers ---

const OUR_OWN = [QUARANTINE, LOCK]

/** A journal's name was made before there was anything in it. */
function sizeOf(files: FileSystem, path: string): number {
  return statOf(files, path)?.size ?? 0
}

/** What is in a file may be older than its writing. */
function writtenMs(files: FileSystem, path: string): number {
  return statOf(files, path)?.mtimeMs ?? Number.POSITIVE_INFINITY
}

/** Undefined where it is gone by now. */
function statOf(files: FileSystem, path: string): Stats | undefined {
  try {
    return files.lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
