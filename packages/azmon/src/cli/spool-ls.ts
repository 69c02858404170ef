import { type Command, count, EXIT, size, type Terminal } from '@azmon/core/command-line'
import {
  describeWaiting,
  type FoundSpool,
  findSpools,
  resolveTarget,
  type SpoolSurvey,
  searchedDirectories,
  sumOf,
  sumOfWaiting,
  surveySpool,
  type Target,
} from '@azmon/core/maintenance'
import { TARGET_OPTIONS } from './target-options'
import { version } from './version'

const OPTIONS = {
  ...TARGET_OPTIONS,
  all: { kind: 'flag', help: 'list the spools of all resources; the default if there is no connection string' },
  json: { kind: 'flag', help: 'print JSON: { "spools": [{ "directory", "waiting", "leased", … }] }' },
} as const

export const spoolLs: Command<typeof OPTIONS> = {
  name: 'azmon spool ls',
  version,
  summary: 'list the telemetry that waits on disk',
  options: OPTIONS,
  notes: [
    [
      'waiting     any process that sends to the resource sends it; dropped 47 hours after it was logged',
      'leased      a running process is sending it',
      "journals    written by programs with durability 'journal', or left by killed programs",
      'bad         unreadable, or rejected by the endpoint; never sent, and deleted after a week',
      'unfinished  the process that wrote it was killed',
    ]
      .map((line) => `  ${line}`)
      .join('\n'),
  ],
  exitCodes: { 0: 'listed', 1: 'a directory could not be read', 2: 'the command line is wrong' },
  run: ({ all, json, ...target }, terminal) => runLs(resolveTarget(target, terminal.env), { all, json }, terminal),
}

// --- helpers, in order of use ---

interface LsFlags {
  readonly all: boolean
  readonly json: boolean
}

function runLs(target: Target, { all, json }: LsFlags, terminal: Terminal): number {
  const spools = findSpools(target, all ? 'all' : 'own').map(summarize)
  if (json) terminal.print(JSON.stringify({ spools }, null, 2))
  else if (spools.length === 0) terminal.print(nothingFound(target))
  else for (const line of spools.flatMap(linesOf)) terminal.print(line)
  return spools.some((spool) => 'unusable' in spool) ? EXIT.failed : EXIT.done
}

type Summary = ReturnType<typeof summarizeSurvey> | { readonly directory: string; readonly unusable: string }

function summarize(found: FoundSpool): Summary {
  if (found.kind === 'unusable') return { directory: found.path, unusable: found.reason }
  try {
    return summarizeSurvey(surveySpool(found.path))
  } catch (error) {
    return { directory: found.path, unusable: error instanceof Error ? error.message : String(error) }
  }
}

/** Returns the output of `--json`. Its structure must stay the same, because scripts rely on it. */
function summarizeSurvey(survey: SpoolSurvey) {
  const { directory, waiting, leased, journalsInUse, journalsLeft, unfinished, bad, foreign } = survey
  const left = sumOf(journalsLeft)
  return {
    directory,
    waiting: sumOfWaiting(waiting),
    leased: sumOf(leased),
    journals: { inUse: journalsInUse.length, left: left.files, leftBytes: left.bytes },
    unfinished: unfinished.length,
    bad: { files: bad.length, bytes: sumOf(bad).bytes },
    foreign,
  }
}

function linesOf(spool: Summary): readonly string[] {
  if ('unusable' in spool) return [spool.directory, `  cannot be read: ${spool.unusable}`]
  const { directory, waiting, leased, journals, unfinished, bad, foreign } = spool
  return [
    directory,
    `  waiting     ${describeWaiting(waiting)}`,
    `  leased      ${leased.files === 0 ? 'nothing' : `${count(leased.files, 'file')}, ${count(leased.items, 'item')}`}`,
    `  journals    ${describeJournals(journals)}`,
    `  bad         ${bad.files === 0 ? 'nothing' : `${count(bad.files, 'file')}, ${size(bad.bytes)}`}`,
    ...(unfinished === 0 ? [] : [`  unfinished  ${count(unfinished, 'file')}`]),
    ...(foreign === 0 ? [] : [`  foreign     ${count(foreign, 'file')} of another program or a newer version`]),
  ]
}

function describeJournals({ inUse, left, leftBytes }: ReturnType<typeof summarizeSurvey>['journals']): string {
  const parts = [
    ...(inUse === 0 ? [] : [`${inUse} in use`]),
    ...(left === 0 ? [] : [`${left} of ended processes, ${size(leftBytes)}`]),
  ]
  return parts.join(', ') || 'nothing'
}

function nothingFound(target: Target): string {
  const { destination } = target
  const owner = destination === undefined ? 'of this user' : `for ${destination.ingestionEndpoint}`
  return `There is no spool ${owner}: nothing is stored. Searched ${searchedDirectories(target).join(', ')}.`
}
