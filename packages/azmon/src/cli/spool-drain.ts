import { type Command, count, EXIT, interruptible, type Terminal } from '@azmon/core/command-line'
import {
  type DrainResult,
  drainSpool,
  findSpools,
  isEmpty,
  requireDestination,
  resolveTarget,
  type SpoolSurvey,
  sumOf,
  type Target,
} from '@azmon/core/maintenance'
import { TARGET_OPTIONS } from './target-options'
import { version } from './version'

export const spoolDrain: Command<typeof TARGET_OPTIONS> = {
  name: 'azmon spool drain',
  version,
  summary: 'send the telemetry that waits on disk now',
  options: TARGET_OPTIONS,
  notes: [
    'Programs may keep running: nothing is sent twice. The command uses the proxy of the environment (HTTPS_PROXY, NO_PROXY). It stops at the first lasting problem, and shows how to fix it; the rest stays on disk. The same is true after Ctrl-C, but a batch that was being sent may arrive twice.',
  ],
  exitCodes: {
    0: 'nothing is left',
    1: 'something is left',
    2: 'the command line is wrong, or there is no connection string',
    130: 'interrupted',
  },
  run: (target, terminal) => runDrain(resolveTarget(target, terminal.env), terminal),
}

// --- helpers, in order of use ---

async function runDrain(target: Target, terminal: Terminal): Promise<number> {
  const { ingestionEndpoint } = requireDestination(target)
  const spools = findSpools(target)
  if (spools.length === 0) terminal.print(`There is no spool for ${ingestionEndpoint}: nothing is stored.`)
  const exitCodes: number[] = []
  for (const spool of spools) {
    if (spool.kind === 'unusable') {
      terminal.remark(`${spool.path} is skipped: ${spool.reason}`)
      exitCodes.push(EXIT.failed)
      continue
    }
    terminal.print(`${spool.path} to ${ingestionEndpoint}`)
    const onProgress = progressOn(terminal)
    const result = await interruptible((signal) => drainSpool(target, spool.directory, { signal, onProgress }))
    exitCodes.push(report(result, terminal))
    const { end } = result
    if (end.kind === 'interrupted' || (end.kind === 'stopped' && end.by === 'endpoint')) break
  }
  return Math.max(EXIT.done, ...exitCodes)
}

const PROGRESS_MS = 1_000

/** Returns a function that prints a line for each second in which something was sent. */
function progressOn(terminal: Terminal): (sent: number, left: SpoolSurvey) => void {
  let printedMs = performance.now()
  let printed = 0
  return (sent, left) => {
    if (sent === printed || performance.now() - printedMs < PROGRESS_MS) return
    printedMs = performance.now()
    printed = sent
    terminal.remark(`  ${count(sent, 'item')} sent, ${describeLeft(left)} left`)
  }
}

function report({ sent, dropped, left, end }: DrainResult, terminal: Terminal): number {
  const droppedItems = Object.values(dropped).reduce((sum, items) => sum + items, 0)
  const reasons = Object.entries(dropped).map(([reason, items]) => `${items} ${reason}`)
  const because = droppedItems === 0 ? '' : ` (${reasons.join(', ')})`
  terminal.print(`  ${count(sent, 'item')} sent, ${droppedItems} dropped${because}, ${describeLeft(left)} left`)
  if (left.journalsInUse.length > 0) terminal.print('  Running programs keep their journals and send them themselves.')
  switch (end.kind) {
    case 'empty':
      return EXIT.done
    case 'interrupted':
      terminal.remark('  Interrupted: the rest stays on disk.')
      return EXIT.interrupted
    case 'stopped':
      terminal.remark(`  Stopped: ${end.problem}.`)
      if (end.fix !== undefined) terminal.remark(`  fix: ${end.fix}`)
      return EXIT.failed
  }
}

function describeLeft(left: SpoolSurvey): string {
  if (isEmpty(left)) return 'nothing'
  const { waiting, leased, journalsLeft } = left
  const { files, items } = sumOf([...waiting, ...leased])
  const journals = journalsLeft.length === 0 ? '' : ` and ${count(journalsLeft.length, 'journal')}`
  return `${count(items, 'item')} in ${count(files, 'file')}${journals}`
}
