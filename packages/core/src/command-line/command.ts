import type { ExitCode } from './exit-codes'
import type { Terminal } from './terminal'

/** An option without a value, such as `--json`. */
interface Flag {
  readonly kind: 'flag'
  readonly help: string
  /** One letter, for `-p`. */
  readonly short?: string
}

interface StringOption {
  readonly kind: 'string'
  readonly help: string
  /** Represents the value in the help, such as `<file>`. */
  readonly placeholder: string
}

interface WholeNumberOption {
  readonly kind: 'whole-number'
  readonly help: string
  readonly placeholder: string
  readonly min: number
  readonly max?: number
}

interface ChoiceOption {
  readonly kind: 'choice'
  readonly help: string
  readonly choices: readonly string[]
  /** @default the choices */
  readonly placeholder?: string
}

/** A length of time, such as `90s`, `30m`, `2h` or `1d`. */
interface DurationOption {
  readonly kind: 'duration'
  readonly help: string
  readonly placeholder: string
}

export type Option = Flag | StringOption | WholeNumberOption | ChoiceOption | DurationOption

/** Options by their camelCase name in the code: `storagePath` is `--storage-path` on the command line. */
export type Options = Readonly<Record<string, Option>>

/** The values of options: a flag that was not given is false, any other option undefined. Durations are in milliseconds. */
export type ValuesOf<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Flag ? boolean : ValueOf<O[Name]> | undefined
}

type ValueOf<O extends Option> = O extends WholeNumberOption | DurationOption
  ? number
  : O extends ChoiceOption
    ? O['choices'][number]
    : string

/** The one argument that is not an option, such as a query. */
interface Argument {
  /** Represents it in the usage, such as `<file>`. */
  readonly placeholder: string
  readonly isRequired: boolean
}

/** A command: its help, its options and its function. */
export interface Command<O extends Options = Options> {
  /** The words that the user types, such as `azmon spool ls`. Every error message begins with them. */
  readonly name: string
  readonly version: string
  /** One line, without a full stop. */
  readonly summary: string
  /** @default `<name> [options]`, and the placeholder of the argument */
  readonly usage?: string
  /** @default only options are accepted */
  readonly argument?: Argument
  readonly options: O
  /** Paragraphs below the options; a line that begins with a space is printed as it is. */
  readonly notes: readonly string[]
  readonly exitCodes: Readonly<Partial<Record<ExitCode | '128 + n', string>>>
  /**
   * Runs to the end and resolves with the exit code. If it throws an error with a `code`, as our errors and those of system
   * calls have, the message is printed on one line. Any other error is a bug and is rethrown. The argument is undefined if
   * the user gave none.
   */
  run(values: ValuesOf<O>, terminal: Terminal, argument: string | undefined): Promise<number> | number
}

/** Returns the name on the command line: `--storage-path` for `storagePath`. */
export function optionName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Returns the string that represents the value of an option in the help. */
export function placeholderOf(option: Exclude<Option, Flag>): string {
  return option.kind === 'choice' ? (option.placeholder ?? option.choices.join('|')) : option.placeholder
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  help: { kind: 'flag', short: 'h', help: 'show this text' },
  version: { kind: 'flag', help: 'show the version' },
} as const satisfies Options
