import type { ExitCode } from './exit-codes'
import type { Terminal } from './terminal'

/** An option that is given or not, such as `--json`. */
interface Flag {
  readonly kind: 'flag'
  readonly help: string
  /** One letter, for `-p`. */
  readonly short?: string
}

interface StringOption {
  readonly kind: 'string'
  readonly help: string
  /** Stands for the value in help texts, such as `<file>`. */
  readonly placeholder: string
}

interface WholeNumberOption {
  readonly kind: 'whole-number'
  readonly help: string
  readonly placeholder: string
  readonly min: number
  readonly max?: number
}

export type Option = Flag | StringOption | WholeNumberOption

/** Options by the camelCase name under which a command reads them: `storagePath` is `--storage-path`. */
export type Options = Readonly<Record<string, Option>>

/** The values of options: a flag that was not given is false, any other option undefined. */
export type ValuesOf<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Flag
    ? boolean
    : (O[Name] extends WholeNumberOption ? number : string) | undefined
}

/** A command: what `--help` shows, what the command line may hold, and what it does. */
export interface Command<O extends Options = Options> {
  /** What the user types, such as `azmon spool ls`; begins every error message. */
  readonly name: string
  readonly version: string
  /** One line, without a full stop. */
  readonly summary: string
  /** @default `<name> [options]` */
  readonly usage?: string
  readonly options: O
  /** Paragraphs below the options; a line that begins with a space is printed as it is. */
  readonly notes: readonly string[]
  readonly exitCodes: Readonly<Partial<Record<ExitCode | '128 + n', string>>>
  /**
   * Runs to the end and resolves with the exit code. Throw an error with a `code` (as all of ours and of Node's system calls
   * have) to print its message in one line; any other error is a bug and is passed on.
   */
  run(values: ValuesOf<O>, terminal: Terminal): Promise<number> | number
}

/** The name on the command line: `--storage-path` for `storagePath`. */
export function optionName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  help: { kind: 'flag', short: 'h', help: 'show this text' },
  version: { kind: 'flag', help: 'show the version' },
} as const satisfies Options
