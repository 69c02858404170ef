import { join } from 'node:path'
import type { CommandOptions } from './arguments'
import { count, duration, size } from './format'
import { type CliIo, EXIT } from './io'
import { type SpoolFound, spoolDirectories } from './spool-directories'
import { type SpoolSurvey, type SurveyedFile, sumOf, surveySpool } from './spool-survey'
import { type Target, targetOf } from './target'

/** What waits on disk. */
export function runLs(options: CommandOptions, io: CliIo): number {
  const target = targetOf(options, io)
  const spools = spoolDirectories(target, options.all ? 'all' : 'own').map(describe)
  if (options.json) io.print(JSON.stringify({ spools }, null, 2))
  else if (spools.length === 0) io.print(nothing(target))
  else for (const spool of spools) for (const line of linesOf(spool)) io.print(line)
  return spools.some((spool) => 'unusable' in spool) ? EXIT.failed : EXIT.done
}

/** What is known of the files that wait, as in `--json`. */
export function describeWaiting(files: readonly SurveyedFile[], nowMs: number) {
  const oldestMs = Math.min(...files.map(({ timeMs }) => timeMs))
  return { ...sumOf(files), oldestAgeMs: files.length === 0 ? undefined : Math.max(0, nowMs - oldestMs) }
}

/** `12 files, 3,400 items, 2.1 MiB, the oldest 3 h old` */
export function waitingText({ files, items, bytes, oldestAgeMs }: ReturnType<typeof describeWaiting>): string {
  if (oldestAgeMs === undefined) return 'nothing'
  return `${count(files, 'file')}, ${count(items, 'item')}, ${size(bytes)}, the oldest ${duration(oldestAgeMs)} old`
}

// --- helpers, in order of use ---

type Description = ReturnType<typeof describeSurvey> | { readonly directory: string; readonly unusable: string }

function describe(found: SpoolFound): Description {
  if (found.kind === 'unusable') return { directory: found.path, unusable: found.reason }
  try {
    return describeSurvey(surveySpool(found.path))
  } catch (error) {
    return { directory: found.path, unusable: error instanceof Error ? error.message : String(error) }
  }
}

/** The shape of `--json`: names that scripts rely on. */
function describeSurvey(survey: SpoolSurvey) {
  const { directory, waiting, leased, journalsInUse, journalsLeft, unfinished, bad, foreign } = survey
  const left = sumOf(journalsLeft)
  return {
    directory,
    waiting: describeWaiting(waiting, Date.now()),
    leased: sumOf(leased),
    journals: { inUse: journalsInUse.length, left: left.files, leftBytes: left.bytes },
    unfinished: unfinished.length,
    bad: { files: bad.length, bytes: sumOf(bad).bytes },
    foreign,
  }
}

function linesOf(spool: Description): readonly string[] {
  if ('unusable' in spool) return [spool.directory, `  not looked into: ${spool.unusable}`]
  const { directory, waiting, leased, journals, unfinished, bad, foreign } = spool
  return [
    directory,
    `  waiting   ${waitingText(waiting)}`,
    `  leased    ${leased.files === 0 ? 'nothing' : `${count(leased.files, 'file')}, ${count(leased.items, 'item')}: being sent`}`,
    `  journals  ${journalsText(journals)}`,
    `  bad       ${bad.files === 0 ? 'nothing' : `${count(bad.files, 'file')}, ${size(bad.bytes)}`}`,
    ...(unfinished === 0 ? [] : [`  garbage   ${count(unfinished, 'file')} that nobody finished writing`]),
    ...(foreign === 0 ? [] : [`  foreign   ${count(foreign, 'file')} of something else, or of a newer version`]),
  ]
}

function journalsText({ inUse, left, leftBytes }: ReturnType<typeof describeSurvey>['journals']): string {
  const parts = [
    ...(inUse === 0 ? [] : [`${inUse} in use`]),
    ...(left === 0 ? [] : [`${left} of processes that are gone, ${size(leftBytes)}: to be sent`]),
  ]
  return parts.join(', ') || 'none'
}

function nothing({ destination, delivery }: Target): string {
  const whose = destination === undefined ? 'of this user' : `for ${destination.ingestionEndpoint}`
  const places = delivery.storagePlaces.map(({ base, levels }) => join(base, ...levels)).join(', ')
  return `There is no spool ${whose}: nothing waits. Looked in ${places}.`
}
