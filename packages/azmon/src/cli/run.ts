import { nearestName } from '@azmon/core/adapter'
import { type Command, EXIT, quoted, refuse, runCommand, type Terminal } from '@azmon/core/command-line'
import { check } from './check'
import { doctor } from './doctor'
import { localCommand } from './local/local'
import { mcp } from './mcp'
import { overview } from './overview'
import { query } from './query'
import { spoolDrain } from './spool-drain'
import { spoolLs } from './spool-ls'
import { spoolPurge } from './spool-purge'
import { tail } from './tail'
import { version } from './version'

/** Runs one of the commands until it ends. Resolves with the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = ''] = args
  if (['--help', '-h'].includes(first)) {
    terminal.print(overview)
    return EXIT.done
  }
  if (first === '--version') {
    terminal.print(version)
    return EXIT.done
  }
  if (first === '' || first.startsWith('-')) return runCommand(localCommand('azmon'), args, terminal)
  return runNamed(args, terminal)
}

/** All commands by the words that the user types after `azmon`. */
export const COMMANDS: Readonly<Record<string, () => Command | Promise<Command>>> = {
  local: () => localCommand('azmon local'),
  query: () => query,
  tail: () => tail,
  check: () => check,
  mcp: () => mcp,
  doctor: () => doctor,
  'spool ls': () => spoolLs,
  'spool drain': () => spoolDrain,
  'spool purge': () => spoolPurge,
  pino: async () => (await import('@azmon/pino/cli')).pinoCommand('azmon pino'),
}

// --- helpers, in order of use ---

async function runNamed(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '', second = ''] = args
  const isGroup = first === 'spool'
  if (isGroup && ['--help', '-h'].includes(second)) {
    terminal.print(overview)
    return EXIT.done
  }
  if (isGroup && (second === '' || second.startsWith('-'))) {
    return refuse('azmon', 'spool needs a subcommand: ls, drain or purge.', terminal)
  }
  const name = isGroup ? `${first} ${second}` : first
  const commandOf = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (commandOf === undefined) return refuse('azmon', unknownCommand(name), terminal)
  return runCommand(await commandOf(), args.slice(isGroup ? 2 : 1), terminal)
}

function unknownCommand(word: string): string {
  const names = Object.keys(COMMANDS)
  // The user may have omitted the first word of `spool drain`.
  const nearest = nearestName(word, [...names, ...names.map(lastWord)])
  const meant = names.find((name) => name === nearest || lastWord(name) === nearest)
  const advice = meant === undefined ? `The commands are ${names.join(', ')}.` : `Did you mean ${meant}?`
  return `${quoted(word)} is not a command. ${advice}`
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1)
}
