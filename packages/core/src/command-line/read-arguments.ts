import { parseArgs } from 'node:util'
import { nearestName } from '../options/nearest-name'
import {
  COMMON_OPTIONS,
  type Command,
  type Option,
  type Options,
  optionName,
  placeholderOf,
  type ValuesOf,
} from './command'
import { durationMs } from './duration-ms'

export type Arguments<O extends Options> =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | { readonly kind: 'run'; readonly values: ValuesOf<O>; readonly argument: string | undefined }

/** Reads a command line. Pure. A reason never quotes a string that may be a key. */
export function readArguments<O extends Options>(
  { options, argument }: Pick<Command<O>, 'options' | 'argument'>,
  args: readonly string[],
): Arguments<O> {
  const known = new Map(
    Object.entries({ ...options, ...COMMON_OPTIONS }).map(([key, option]) => [optionName(key), { key, option }]),
  )
  const { tokens } = parseArgs({
    args: [...args],
    options: parserOptions([...known.values()]),
    strict: false,
    tokens: true,
  })
  const values = new Map<string, Value>(
    Object.entries(options).map(([key, { kind }]) => [key, kind === 'flag' ? false : undefined]),
  )
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const found = known.get(`--${token.name}`)
    if (found === undefined) return misuse(unknownOption(token.rawName, [...known.keys()]))
    const read = readValue(found.option, token.value)
    if ('problem' in read) return misuse(`--${token.name} ${read.problem}`)
    values.set(found.key, read.value)
  }
  if (values.get('help') === true) return { kind: 'help' }
  if (values.get('version') === true) return { kind: 'version' }
  const [given, ...more] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  if (argument === undefined && given !== undefined) return misuse(`Only options are accepted, not ${quoted(given)}.`)
  if (more.length > 0) return misuse(`Only one argument is accepted. Put ${argument?.placeholder} in quotes.`)
  if (argument?.isRequired && given === undefined) return misuse(`${argument.placeholder} is missing.`)
  return { kind: 'run', values: Object.fromEntries(values) as ValuesOf<O>, argument: given }
}

/** Returns the user's input in quotes. Returns only its length if it may be a key or a part of a connection string. */
export function quoted(value: string): string {
  return /^[\w. -]{0,20}$/.test(value) ? `'${value}'` : `a string of ${value.length} characters`
}

// --- helpers, in order of use ---

type Value = string | number | boolean | undefined

/** Returns the options for `parseArgs`, which uses the names of the command line and reads every value as a string. */
function parserOptions(known: readonly { readonly key: string; readonly option: Option }[]) {
  return Object.fromEntries(
    known.map(({ key, option }) => {
      const short = option.kind === 'flag' ? option.short : undefined
      const type = option.kind === 'flag' ? ('boolean' as const) : ('string' as const)
      return [optionName(key).slice(2), short === undefined ? { type } : { type, short }]
    }),
  )
}

function misuse(reason: string) {
  return { kind: 'misuse', reason } as const
}

function unknownOption(rawName: string, known: readonly string[]): string {
  const shown = /^--?[a-z-]{1,30}$/i.test(rawName) ? rawName : 'An argument that begins with a dash'
  const nearest = nearestName(rawName, known)
  const advice = nearest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${nearest}?`
  return `${shown} is not an option. ${advice}`
}

type ReadValue = { readonly value: Value } | { readonly problem: string }

function readValue(option: Option, given: string | undefined): ReadValue {
  if (option.kind === 'flag') return given === undefined ? { value: true } : { problem: 'takes no value.' }
  const isNegative = option.kind === 'whole-number' && /^-\d/.test(given ?? '')
  if (given === undefined || (given.startsWith('-') && !isNegative)) {
    return { problem: `needs a value: ${placeholderOf(option)}.` }
  }
  switch (option.kind) {
    case 'whole-number':
      return readWholeNumber(given, option.min, option.max)
    case 'duration':
      return readDuration(given)
    case 'choice':
      return readChoice(given, option.choices)
    case 'string':
      return given === '' ? { problem: `needs a value: ${option.placeholder}.` } : { value: given }
  }
}

function readDuration(given: string): ReadValue {
  const value = durationMs(given)
  return value === undefined
    ? { problem: `must be a time such as 90s, 30m, 2h or 1d, got ${quoted(given)}.` }
    : { value }
}

function readChoice(given: string, choices: readonly string[]): ReadValue {
  if (choices.includes(given)) return { value: given }
  const nearest = nearestName(given, choices)
  const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return { problem: `must be one of ${choices.join(', ')}, got ${quoted(given)}.${advice}` }
}

function readWholeNumber(given: string, min: number, max = Number.MAX_SAFE_INTEGER): ReadValue {
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (value >= min && value <= max) return { value }
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return { problem: `must be a whole number ${range}, got ${quoted(given)}.` }
}
