import { ConfigurationError, TelemetryError } from '../errors'
import { codeOf } from '../spool/file-system'
import { version } from '../version'
import { type Command, type CommandOptions, readArguments } from './arguments'
import { runDoctor } from './doctor'
import { type CliIo, EXIT } from './io'
import { runDrain } from './spool-drain'
import { runLs } from './spool-ls'
import { runPurge } from './spool-purge'
import { usage } from './usage'

/** Runs one command to its end, for whatever program it is a part of. Returns the exit code. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const request = readArguments(args)
  switch (request.kind) {
    case 'help':
      io.print(usage(io.program, request.command))
      return EXIT.done
    case 'version':
      io.print(version)
      return EXIT.done
    case 'misuse':
      return refuse(request.reason, io)
    case 'run':
      return run(request.command, request.options, io)
  }
}

// --- helpers, in order of use ---

function refuse(reason: string, io: CliIo): number {
  io.remark(`${io.program}: ${reason} (${io.program} --help shows what there is)`)
  return EXIT.misuse
}

async function run(command: Command, options: CommandOptions, io: CliIo): Promise<number> {
  try {
    return await RUNS[command](options, io)
  } catch (error) {
    if (!(error instanceof Error) || (codeOf(error) === undefined && !(error instanceof TelemetryError))) throw error
    io.remark(`${io.program}: ${error.message}`)
    return error instanceof ConfigurationError ? EXIT.misuse : EXIT.failed
  }
}

const RUNS: Readonly<Record<Command, (options: CommandOptions, io: CliIo) => Promise<number> | number>> = {
  'spool ls': runLs,
  'spool drain': runDrain,
  'spool purge': runPurge,
  doctor: runDoctor,
}
