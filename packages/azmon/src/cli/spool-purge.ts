import { ConfigurationError } from '@azmon/core'
import { type Command, count, EXIT, size, type Terminal } from '@azmon/core/command-line'
import {
  findSpools,
  purge,
  purgeableFiles,
  resolveTarget,
  type SpoolSurvey,
  type SurveyedFile,
  sumOf,
  surveySpool,
  type Target,
} from '@azmon/core/maintenance'
import { TARGET_OPTIONS } from './target-options'
import { version } from './version'

const OPTIONS = {
  ...TARGET_OPTIONS,
  all: { kind: 'flag', help: 'the spools of all resources, of every program of this user' },
  yes: { kind: 'flag', short: 'y', help: 'do not ask' },
} as const

export const spoolPurge: Command<typeof OPTIONS> = {
  name: 'azmon spool purge',
  version,
  summary: 'delete the telemetry that waits on disk',
  options: OPTIONS,
  notes: [
    'Lists the files that it would delete, including the folder bad/, and asks. Does not delete files that a running process sends or writes, or files of other programs.',
  ],
  exitCodes: {
    0: 'everything is deleted',
    1: 'a file could not be deleted, or the answer was no',
    2: 'the command line is wrong, there is no connection string, or stdin is not a terminal',
  },
  run: ({ all, yes, ...target }, terminal) => runPurge(resolveTarget(target, terminal.env), { all, yes }, terminal),
}

// --- helpers, in order of use ---

interface PurgeFlags {
  readonly all: boolean
  readonly yes: boolean
}

async function runPurge(target: Target, { all, yes }: PurgeFlags, terminal: Terminal): Promise<number> {
  if (target.destination === undefined && !all) throw new ConfigurationError('connectionString', WHOSE)
  const spools = findSpools(target, all ? 'all' : 'own')
  for (const spool of spools) {
    if (spool.kind === 'unusable') terminal.remark(`${spool.path} is skipped: ${spool.reason}`)
  }
  const surveys = spools.filter((spool) => spool.kind === 'found').map(({ path }) => surveySpool(path))
  const files = surveys.flatMap(purgeableFiles)
  for (const line of surveys.flatMap(linesOf)) terminal.print(line)
  if (files.length === 0) {
    terminal.print('There is nothing to delete.')
    return EXIT.done
  }
  const answer = yes ? 'yes' : await terminal.ask?.(`Delete ${describe(files)}? [y/N] `)
  if (answer === undefined) {
    terminal.remark('azmon spool purge: stdin is not a terminal: pass --yes to confirm. Nothing was deleted.')
    return EXIT.misuse
  }
  if (!/^y(es)?$/i.test(answer.trim())) {
    terminal.print('Nothing was deleted.')
    return EXIT.failed
  }
  return deleteAll(files, terminal)
}

const WHOSE =
  'No connection string was given. Pass --connection-string to delete the telemetry for one resource, or --all to delete that of every program of this user.'

function linesOf(survey: SpoolSurvey): readonly string[] {
  const { directory, waiting, journalsLeft, unfinished, bad, leased, journalsInUse } = survey
  const line = (title: string, files: readonly SurveyedFile[]) =>
    files.length === 0 ? [] : [`  ${title.padEnd(12)}${count(files.length, 'file')}, ${size(sumOf(files).bytes)}`]
  const kept = leased.length + journalsInUse.length
  return [
    directory,
    ...line('waiting', waiting),
    ...line('journals', journalsLeft),
    ...line('unfinished', unfinished),
    ...line('bad', bad),
    ...(kept === 0 ? [] : [`  kept        ${count(kept, 'file')} in use by running processes`]),
  ]
}

/** Describes the files. The names of journals and of files in `bad` do not include how many items they hold. */
function describe(files: readonly SurveyedFile[]): string {
  const { items, bytes } = sumOf(files)
  const atLeast = files.every((file) => file.items > 0) ? '' : 'at least '
  return `${count(files.length, 'file')} with ${atLeast}${count(items, 'item')}, ${size(bytes)}`
}

function deleteAll(files: readonly SurveyedFile[], terminal: Terminal): number {
  const { deleted, taken, failures } = purge(files)
  terminal.print(`Deleted ${describe(deleted)}.`)
  if (taken > 0) terminal.print(`Running processes had already taken ${count(taken, 'file')}.`)
  for (const failure of failures) terminal.remark(`Cannot delete: ${failure}`)
  return failures.length === 0 ? EXIT.done : EXIT.failed
}
