import type { Command } from './command'
import { EXIT } from './exit-codes'
import { readArguments } from './read-arguments'
import type { Terminal } from './terminal'
import { usageOf } from './usage'

/** Prints the help or version of a command, or runs it to its end. Resolves with the exit code. */
export async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  const request = readArguments(command, args)
  switch (request.kind) {
    case 'help':
      terminal.print(usageOf(command))
      return EXIT.done
    case 'version':
      terminal.print(command.version)
      return EXIT.done
    case 'misuse':
      return refuse(command.name, request.reason, terminal)
    case 'run':
      return run(command, () => command.run(request.values, terminal, request.argument), terminal)
  }
}

/** Prints one line that says why nothing was done, and how to get help. Returns the exit code. */
export function refuse(name: string, reason: string, terminal: Terminal): number {
  terminal.remark(`${name}: ${reason} See ${name} --help.`)
  return EXIT.misuse
}

// --- helpers, in order of use ---

async function run({ name }: Command, work: () => Promise<number> | number, terminal: Terminal): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    terminal.remark(`${name}: ${error.message}`)
    return OF_A_WRONG_OPTION.has(error.code) ? EXIT.misuse : EXIT.failed
  }
}

const OF_A_WRONG_OPTION: ReadonlySet<unknown> = new Set(['AZMON_CONFIGURATION', 'AZMON_LOCAL_OPTION'])
