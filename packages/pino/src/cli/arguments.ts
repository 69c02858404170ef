import { parseArgs } from 'node:util'
import { nearestName } from '@azmon/core/adapter'

/** What the command line says. */
export interface CommandOptions {
  readonly connectionString?: string | undefined
  readonly cloudRole?: string | undefined
  readonly storagePath?: string | undefined
  readonly messageKey?: string | undefined
  readonly timeKey?: string | undefined
  readonly nestedKey?: string | undefined
  /** A JSON file of more options. */
  readonly optionsFile?: string | undefined
  readonly passThrough: boolean
}

export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | { readonly kind: 'run'; readonly options: CommandOptions }

/** Pure. No reason repeats a value: it may be a key in the wrong place. */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const problem = problemOf(token.name, token.rawName, token.value)
    if (problem !== undefined) return { kind: 'misuse', reason: problem }
  }
  if (values['help'] === true) return { kind: 'help' }
  if (values['version'] === true) return { kind: 'version' }
  if (positionals.length > 0) {
    return { kind: 'misuse', reason: 'It takes options only; the log comes by a pipe.' }
  }
  const text = (name: keyof typeof OPTIONS) => (typeof values[name] === 'string' ? values[name] : undefined)
  return {
    kind: 'run',
    options: {
      connectionString: text('connection-string'),
      cloudRole: text('cloud-role'),
      storagePath: text('storage-path'),
      messageKey: text('message-key'),
      timeKey: text('time-key'),
      nestedKey: text('nested-key'),
      optionsFile: text('options'),
      passThrough: values['pass-through'] === true,
    },
  }
}

// --- helpers, in order of use ---

const OPTIONS = {
  'connection-string': { type: 'string' },
  'cloud-role': { type: 'string' },
  'storage-path': { type: 'string' },
  'message-key': { type: 'string' },
  'time-key': { type: 'string' },
  'nested-key': { type: 'string' },
  options: { type: 'string' },
  'pass-through': { type: 'boolean', short: 'p' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

function problemOf(name: string, rawName: string, value: string | undefined): string | undefined {
  if (!isKnown(name)) {
    const shown = /^--?[a-z-]{1,30}$/i.test(rawName) ? rawName : 'What begins with a dash'
    const nearest = nearestName(name, Object.keys(OPTIONS))
    return `${shown} is not an option.${nearest === undefined ? '' : ` Did you mean --${nearest}?`}`
  }
  if (OPTIONS[name].type === 'boolean') return value === undefined ? undefined : `--${name} takes no value.`
  const isMissing = value === undefined || value === '' || value.startsWith('-')
  return isMissing ? `--${name} needs a value after it.` : undefined
}

function isKnown(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name)
}
