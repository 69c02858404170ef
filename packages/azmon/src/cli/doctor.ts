import { type Command, EXIT, type Terminal } from '@azmon/core/command-line'
import { checkDelivery, type TargetOptions } from '@azmon/core/maintenance'
import { TARGET_OPTIONS } from './target-options'
import { version } from './version'

const OPTIONS = {
  ...TARGET_OPTIONS,
  noSend: { kind: 'flag', help: 'send nothing; the key and the clock are not checked' },
} as const

export const doctor: Command<typeof OPTIONS> = {
  name: 'azmon doctor',
  version,
  summary: 'check each step from this machine to Azure, and tell how to fix the first that fails',
  options: OPTIONS,
  notes: [
    "Prints one line per check, up to the first that fails. To check the key it sends one verbose trace with the role 'azmon doctor'. Takes at most 15 seconds.",
  ],
  exitCodes: { 0: 'no check failed', 1: 'a check failed', 2: 'the command line is wrong' },
  run: ({ noSend, ...target }, terminal) => runDoctor(target, !noSend, terminal),
}

// --- helpers ---

async function runDoctor(target: TargetOptions, send: boolean, terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.done
  for await (const { verdict, check, detail, fix } of checkDelivery({ ...target, send }, terminal.env)) {
    const isFailed = verdict === 'failed'
    terminal.print(`${(isFailed ? 'FAILED' : verdict).padEnd(8)}${check.padEnd(19)}${detail}`)
    if (fix !== undefined) terminal.print(`${' '.repeat(8)}fix: ${fix}`)
    if (isFailed) exitCode = EXIT.failed
  }
  return exitCode
}
