import type { Destination } from '../options/connection-string'
import type { CommandOptions } from './arguments'
import { type Drained, drain } from './drain'
import { adviceOnTrouble } from './endpoint-advice'
import { count, duration } from './format'
import { type CliIo, EXIT } from './io'
import { spoolDirectories } from './spool-directories'
import { isEmpty, type SpoolSurvey, sumOf } from './spool-survey'
import { destinationOf, targetOf } from './target'

const PROGRESS_MS = 1_000

/** Sends what waits on disk, now. */
export async function runDrain(options: CommandOptions, io: CliIo): Promise<number> {
  const target = targetOf(options, io)
  const destination = destinationOf(target)
  const found = spoolDirectories(target)
  const endings: number[] = []
  for (const spool of found) {
    if (spool.kind === 'unusable') {
      io.remark(`${spool.path} is left alone: ${spool.reason}`)
      endings.push(EXIT.failed)
      continue
    }
    io.print(`${spool.path} to ${destination.ingestionEndpoint}`)
    const drained = await io.interruptible((interrupted) =>
      drain(destination, target.delivery, spool.directory, interrupted, progress(io)),
    )
    endings.push(tell(drained, destination, io))
    if (drained.why === 'interrupted' || drained.why === 'trouble') break
  }
  if (found.length === 0) io.print(`There is no spool for ${destination.ingestionEndpoint}: nothing waits.`)
  return Math.max(EXIT.done, ...endings)
}

// --- helpers, in order of use ---

/** A line now and then while it goes on. */
function progress(io: CliIo): (sent: number, left: SpoolSurvey) => void {
  let toldMs = performance.now()
  let told = 0
  return (sent, left) => {
    if (sent === told || performance.now() - toldMs < PROGRESS_MS) return
    toldMs = performance.now()
    told = sent
    io.remark(`  ${count(sent, 'item')} sent, ${leftText(left)} to go`)
  }
}

function tell(drained: Drained, destination: Destination, io: CliIo): number {
  const { sent, dropped, left, why } = drained
  const lost = Object.values(dropped).reduce((sum, items) => sum + items, 0)
  const reasons = Object.entries(dropped).map(([reason, items]) => `${items} ${reason}`)
  const isDone = isEmpty(left)
  io.print(
    `  ${count(sent, 'item')} sent, ${lost} dropped${lost === 0 ? '' : ` (${reasons.join(', ')})`}, ${isDone ? 'nothing' : leftText(left)} left`,
  )
  if (left.journalsInUse.length > 0)
    io.print('  Running programs go on writing their journals, and send them themselves.')
  if (why === 'interrupted') {
    io.remark('  Interrupted: what is left waits as before.')
    return EXIT.interrupted
  }
  if (isDone) return EXIT.done
  for (const line of whyLeft(drained, destination)) io.remark(`  ${line}`)
  return EXIT.failed
}

function leftText({ waiting, leased, journalsLeft }: SpoolSurvey): string {
  const { files, items } = sumOf([...waiting, ...leased])
  const journals = journalsLeft.length === 0 ? '' : ` and ${count(journalsLeft.length, 'journal')}`
  return `${count(items, 'item')} in ${count(files, 'file')}${journals}`
}

function whyLeft({ trouble, left, diskTrouble }: Drained, { ingestionEndpoint }: Destination): readonly string[] {
  if (trouble !== undefined) {
    const { what, cure } = adviceOnTrouble(trouble, ingestionEndpoint)
    const wait = 'retryAfterMs' in trouble ? trouble.retryAfterMs : undefined
    const pause = wait === undefined ? '' : `; it wants to be left alone for ${duration(wait)}`
    return [`Stopped: ${what}${pause}.`, `Cure: ${cure}`]
  }
  if (left.waiting.length + left.journalsLeft.length === 0)
    return ['Stopped: another process holds what is left, and has not let go of it. Cure: run this again in a minute.']
  if (diskTrouble !== undefined) return [`Stopped: ${diskTrouble}`]
  return ['Stopped: what is left was written by a newer version. Cure: use that version of this command.']
}
