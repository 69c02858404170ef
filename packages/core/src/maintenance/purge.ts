import { systemFiles } from '../spool/file-system'
import { removed } from '../spool/held-file'
import type { SpoolSurvey, SurveyedFile } from './spool-survey'

export interface PurgeResult {
  readonly deleted: readonly SurveyedFile[]
  /** The number of files that a running process took after the survey. */
  readonly taken: number
  /** The messages of the file system for files that could not be deleted. */
  readonly failures: readonly string[]
}

/** The files of a spool that no running process holds, those in `bad` included. */
export function purgeableFiles({ waiting, journalsLeft, unfinished, bad }: SpoolSurvey): readonly SurveyedFile[] {
  return [...waiting, ...journalsLeft, ...unfinished, ...bad]
}

/**
 * Deletes files of a survey for good. A file that a process has claimed since then has another name and stays. Never throws.
 */
export function purge(files: readonly SurveyedFile[]): PurgeResult {
  const deleted: SurveyedFile[] = []
  const failures: string[] = []
  for (const file of files) {
    try {
      if (removed(systemFiles, file.path)) deleted.push(file)
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  return { deleted, taken: files.length - deleted.length - failures.length, failures }
}
