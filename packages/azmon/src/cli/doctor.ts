import { type Command, EXIT, type Terminal } from '@azmon/core/command-line'
import { type CheckOptions, checkDelivery, type Finding } from '@azmon/core/maintenance'
import { checkProgram } from './checks/check-program'
import { TARGET_OPTIONS } from './target-options'
import { version } from './version'

const OPTIONS = {
  ...TARGET_OPTIONS,
  noSend: { kind: 'flag', help: 'send nothing; the key and the clock are not checked' },
  json: { kind: 'flag', help: 'print JSON: { "checks": [{ "verdict", "check", "detail", "fix" }, …] }' },
} as const

export const doctor: Command<typeof OPTIONS> = {
  name: 'azmon doctor',
  version,
  summary: 'check each step from this machine to Azure, and show how to fix failures',
  options: OPTIONS,
  notes: [
    "Prints one line per check. If a step to the endpoint fails, the next ones are skipped; this machine's clock and disk are checked in any case, and so are the role, the environment and the packages of the program in this directory. To check the key it sends one verbose trace with the role 'azmon doctor'. Takes at most 15 seconds.",
  ],
  exitCodes: { 0: 'no check failed', 1: 'a check failed', 2: 'the command line is wrong' },
  run: ({ noSend, json, ...target }, terminal) => runDoctor({ ...target, send: !noSend }, json, terminal),
}

// --- helpers, in order of use ---

async function runDoctor(options: CheckOptions, isJson: boolean, terminal: Terminal): Promise<number> {
  const findings: Finding[] = []
  const add = (finding: Finding) => {
    findings.push(finding)
    if (!isJson) for (const line of linesOf(finding)) terminal.print(line)
  }
  for await (const finding of checkDelivery(options, terminal.env)) add(finding)
  checkProgram(process.cwd(), terminal.env).forEach(add)
  if (isJson) terminal.print(JSON.stringify({ checks: findings }, null, 2))
  return findings.some(({ verdict }) => verdict === 'failed') ? EXIT.failed : EXIT.done
}

function linesOf({ verdict, check, detail, fix }: Finding): readonly string[] {
  const line = `${(verdict === 'failed' ? 'FAILED' : verdict).padEnd(9)}${check.padEnd(19)}${detail}`
  return fix === undefined ? [line] : [line, `${' '.repeat(9)}fix: ${fix}`]
}
