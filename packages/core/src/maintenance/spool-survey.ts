import { join } from 'node:path'
import { FileNames, readName } from '../spool/file-name'
import { codeOf, type FileSystem, systemFiles } from '../spool/file-system'
import { isNoBatch, namesIn, QUARANTINE, statusOf } from '../spool/listing'

/** The files of one spool, grouped by state. */
export interface SpoolSurvey {
  readonly directory: string
  /** Batches that any process may claim. */
  readonly waiting: readonly SurveyedFile[]
  /** Batches that a running process holds. */
  readonly leased: readonly SurveyedFile[]
  /** Journals that a running process writes. */
  readonly journalsInUse: readonly SurveyedFile[]
  /** Journals of processes that have ended: the next leader turns them into batches. */
  readonly journalsLeft: readonly SurveyedFile[]
  /** Files whose writer ended before it finished them; their items were never reported as stored. */
  readonly unfinished: readonly SurveyedFile[]
  /** Files in the folder `bad`, which are unreadable or were rejected by the endpoint. */
  readonly bad: readonly SurveyedFile[]
  /** The number of files that other programs or a newer version wrote. */
  readonly foreign: number
}

export interface SurveyedFile {
  readonly path: string
  /** 0 for journals and for files in `bad`, whose names do not contain the number. */
  readonly items: number
  readonly bytes: number
  /** Epoch milliseconds of the oldest item. */
  readonly timeMs: number
}

/** Lists the files of a spool. Reads only their names and changes nothing. @throws the error of the file system */
export function surveySpool(
  directory: string,
  nowMs: number = Date.now(),
  files: FileSystem = systemFiles,
): SpoolSurvey {
  const view = { names: new FileNames(), nowMs, isTimeTrusted: true }
  const survey = {
    waiting: [] as SurveyedFile[],
    leased: [] as SurveyedFile[],
    journalsInUse: [] as SurveyedFile[],
    journalsLeft: [] as SurveyedFile[],
    unfinished: [] as SurveyedFile[],
  }
  let foreign = 0
  for (const name of namesIn(files, directory)) {
    const known = readName(name)
    const standing = known === undefined ? undefined : statusOf(files, directory, name, known, view)
    if (known === undefined && !isNoBatch(name)) foreign++
    if (known === undefined || standing === undefined) continue
    const { kind, found } = standing
    const { file, items, bytes } = found
    const surveyed = { path: join(directory, name), items, bytes, timeMs: file.timeMs }
    const isJournal = file.kind === 'journal'
    const isHeld = known.state.kind === 'leased' && isOfRunningProcess(known.state.lease.owner, view.names)
    if (kind === 'unfinished') survey.unfinished.push(surveyed)
    else if (kind === 'claimable' && !isHeld) survey[isJournal ? 'journalsLeft' : 'waiting'].push(surveyed)
    else if (kind !== 'being-written') survey[isJournal ? 'journalsInUse' : 'leased'].push(surveyed)
  }
  return { directory, ...survey, bad: quarantined(directory, files), foreign }
}

/** True if nothing waits to be sent and no process is sending. */
export function isEmpty({ waiting, leased, journalsLeft }: SpoolSurvey): boolean {
  return waiting.length + leased.length + journalsLeft.length === 0
}

/** The totals of several files. */
export interface Sum {
  readonly files: number
  readonly items: number
  readonly bytes: number
}

/** Adds up the files, items and bytes of surveyed files. */
export function sumOf(files: readonly SurveyedFile[]): Sum {
  const sum = (numberOf: (file: SurveyedFile) => number) => files.reduce((total, file) => total + numberOf(file), 0)
  return { files: files.length, items: sum(({ items }) => items), bytes: sum(({ bytes }) => bytes) }
}

// --- helpers, in order of use ---

/** Returns 0 if another process has taken the file since it was listed. */
function bytesOf(path: string, files: FileSystem): number {
  try {
    return files.lstatSync(path).size
  } catch {
    return 0
  }
}

/** Whether the owner runs on this machine. Its lease may have expired, for example because the machine was suspended. */
function isOfRunningProcess(owner: string, names: FileNames): boolean {
  return hostOf(owner) === hostOf(names.owner) && !names.isOfDeadProcess(owner)
}

function hostOf(owner: string): string {
  return owner.slice(0, owner.indexOf('-'))
}

/** Matches the names that `Quarantine` gives. Other files in the folder are not ours. */
const QUARANTINED = /^1[nej][zr]-[0-9a-z-]+\.bad$|^[0-9a-z]+-[0-9a-f]{16}\.rejected$/

function quarantined(directory: string, files: FileSystem): readonly SurveyedFile[] {
  const folder = join(directory, QUARANTINE)
  try {
    return [...namesIn(files, folder)]
      .filter((name) => QUARANTINED.test(name))
      .map((name) => join(folder, name))
      .map((path) => ({ path, items: 0, bytes: bytesOf(path, files), timeMs: 0 }))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}
