import { ConfigurationError } from '../errors'
import { systemFiles } from '../spool/file-system'
import { removed } from '../spool/held-file'
import type { CommandOptions } from './arguments'
import { count, size } from './format'
import { type CliIo, EXIT } from './io'
import { spoolDirectories } from './spool-directories'
import { type SpoolSurvey, type SurveyedFile, sumOf, surveySpool } from './spool-survey'
import { targetOf } from './target'

/** Throws away what waits on disk, once somebody has said yes. */
export async function runPurge(options: CommandOptions, io: CliIo): Promise<number> {
  const target = targetOf(options, io)
  if (target.destination === undefined && !options.all) {
    throw new ConfigurationError(
      'connectionString',
      'No connection string was given, so it is not clear what is to be thrown away. Name a resource by --connection-string, or say --all for everything of every program of this user.',
    )
  }
  const found = spoolDirectories(target, options.all ? 'all' : 'own')
  for (const spool of found) if (spool.kind === 'unusable') io.remark(`${spool.path} is left alone: ${spool.reason}`)
  const surveys = found.filter((spool) => spool.kind === 'found').map(({ path }) => surveySpool(path))
  const files = surveys.flatMap(discardable)
  for (const survey of surveys) for (const line of linesOf(survey)) io.print(line)
  if (files.length === 0) {
    io.print('There is nothing to throw away.')
    return EXIT.done
  }
  const question = `Throw away ${count(files.length, 'file')} with ${itemsText(files)}?`
  const answer = options.yes ? 'yes' : await io.ask?.(`${question} [y/N] `)
  if (answer === undefined) {
    io.remark(`${io.program}: ${question} There is nobody to ask: say --yes. Nothing was thrown away.`)
    return EXIT.misuse
  }
  if (!/^y(es)?$/i.test(answer.trim())) {
    io.print('Nothing was thrown away.')
    return EXIT.failed
  }
  return discard(files, io)
}

// --- helpers, in order of use ---

/** What no running process holds: each by the exact name under which it was seen, which changes when somebody claims it. */
function discardable({ waiting, journalsLeft, unfinished, bad }: SpoolSurvey): readonly SurveyedFile[] {
  return [...waiting, ...journalsLeft, ...unfinished, ...bad]
}

function linesOf(survey: SpoolSurvey): readonly string[] {
  const { directory, waiting, journalsLeft, unfinished, bad, leased, journalsInUse } = survey
  const line = (title: string, files: readonly SurveyedFile[]) =>
    files.length === 0 ? [] : [`  ${title.padEnd(10)}${count(files.length, 'file')}, ${size(sumOf(files).bytes)}`]
  const kept = leased.length + journalsInUse.length
  return [
    directory,
    ...line('waiting', waiting),
    ...line('journals', journalsLeft),
    ...line('garbage', unfinished),
    ...line('bad', bad),
    ...(kept === 0 ? [] : [`  stays     ${count(kept, 'file')} that running processes hold`]),
  ]
}

/** Journals and what is in `bad` do not tell. */
function itemsText(files: readonly SurveyedFile[]): string {
  const { items, bytes } = sumOf(files)
  const isExact = files.every((file) => file.items > 0)
  return `${isExact ? '' : 'at least '}${count(items, 'item')}, ${size(bytes)}`
}

function discard(files: readonly SurveyedFile[], io: CliIo): number {
  const gone: SurveyedFile[] = []
  const failures: string[] = []
  for (const file of files) {
    try {
      if (removed(systemFiles, file.path)) gone.push(file)
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  const taken = files.length - gone.length - failures.length
  io.print(`Thrown away: ${count(gone.length, 'file')} with ${itemsText(gone)}.`)
  if (taken > 0) io.print(`A running process took ${count(taken, 'file')} meanwhile.`)
  for (const failure of failures) io.remark(`Still there: ${failure}`)
  return failures.length === 0 ? EXIT.done : EXIT.failed
}
