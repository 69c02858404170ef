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

/** Returns the files of a spool that no running process holds, including those in `bad`. */
export function purgeableFiles({ waiting, journalsLeft, unfinished, bad }: SpoolSurvey): readonly SurveyedFile[] {
  return [...waiting, ...journalsLeft, ...unfinished, ...bad]
}

/**
 * Deletes files of a survey permanently. Does not delete a file that a process has claimed since, because that file was
 * renamed. Never throws.
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
