import { parseArgs } from 'node:util'
import { nearestName } from '../options/nearest-name'

export const COMMANDS = ['spool ls', 'spool drain', 'spool purge', 'doctor'] as const
export type Command = (typeof COMMANDS)[number]

/** What was asked for beside the command; each command takes some of it. */
export interface CommandOptions {
  readonly connectionString?: string | undefined
  readonly storagePath?: string | undefined
  readonly all: boolean
  readonly json: boolean
  readonly yes: boolean
  readonly send: boolean
}

export type Request =
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | { readonly kind: 'run'; readonly command: Command; readonly options: CommandOptions }

/** Pure. No reason repeats a value: it may be a key in the wrong place. */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    tokens: true,
  })
  const words = positionals.join(' ')
  const command = COMMANDS.find((name) => name === words)
  const given = tokens.filter((token) => token.kind === 'option')
  const known = command === undefined ? Object.keys(OPTIONS) : [...OPTIONS_OF[command], 'help', 'version']
  for (const { name, rawName, value } of given) {
    if (!known.includes(name)) return misuse(unknownOption(rawName, known, command))
    const problem = problemOf(name, value)
    if (problem !== undefined) return misuse(`--${name} ${problem}`)
  }
  if (values['version'] === true) return { kind: 'version' }
  if (command === undefined && words !== '' && !(words === 'spool' && values['help']))
    return misuse(unknownWords(words))
  if (values['help'] === true || command === undefined) return { kind: 'help', command }
  return {
    kind: 'run',
    command,
    options: {
      connectionString: textOf(values['connection-string']),
      storagePath: textOf(values['storage-path']),
      all: values['all'] === true,
      json: values['json'] === true,
      yes: values['yes'] === true,
      send: values['no-send'] !== true,
    },
  }
}

// --- helpers, in order of use ---

const OPTIONS = {
  'connection-string': { type: 'string' },
  'storage-path': { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  'no-send': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

const OPTIONS_OF: Readonly<Record<Command, readonly (keyof typeof OPTIONS)[]>> = {
  'spool ls': ['connection-string', 'storage-path', 'all', 'json'],
  'spool drain': ['connection-string', 'storage-path'],
  'spool purge': ['connection-string', 'storage-path', 'all', 'yes'],
  doctor: ['connection-string', 'storage-path', 'no-send'],
}

function misuse(reason: string): Request {
  return { kind: 'misuse', reason }
}

function unknownOption(rawName: string, known: readonly string[], command: Command | undefined): string {
  const shown = /^--?[a-z-]{1,30}$/i.test(rawName) ? rawName : 'what begins with a dash'
  const nearest = nearestName(rawName, known)
  const cure =
    nearest === undefined ? `There are ${known.map((name) => `--${name}`).join(', ')}.` : didYouMean(`--${nearest}`)
  return `${shown} is not an option${command === undefined ? '' : ` of ${command}`}. ${cure}`
}

function problemOf(name: string, value: string | undefined): string | undefined {
  const takesText = name in OPTIONS && OPTIONS[name as keyof typeof OPTIONS].type === 'string'
  if (!takesText) return value === undefined ? undefined : 'takes no value.'
  return value === undefined || value === '' || value.startsWith('-') ? 'needs a value after it.' : undefined
}

function unknownWords(words: string): string {
  if (words === 'spool') return 'spool needs to know what to do: ls, drain or purge.'
  const shown = /^[a-z-]{1,20}( [a-z-]{1,20})?$/i.test(words) ? words : 'That'
  // Of `spool drain`, `drain` alone is as good a try.
  const nearest = nearestName(words, [...COMMANDS, ...COMMANDS.map(lastWord)])
  const meant = COMMANDS.find((command) => command === nearest || lastWord(command) === nearest)
  return `${shown} is not a command. ${meant === undefined ? `There are ${COMMANDS.join(', ')}.` : didYouMean(meant)}`
}

function lastWord(command: Command): string {
  return command.slice(command.lastIndexOf(' ') + 1)
}

function didYouMean(name: string): string {
  return `Did you mean ${name}?`
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
