import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LocalError } from '../errors'
import {
  DEFAULT_MAX_BYTES,
  DEFAULT_MAX_ROWS,
  DEFAULT_PORT,
  type LocalApplicationInsights,
  type LocalOptions,
  startLocal,
} from '../start-local'

/** As shells and scripts read them. */
const EXIT = { done: 0, failed: 1, misuse: 2 } as const

/** Runs the command to its end, as a part of `program`. Returns the exit code. */
export async function runCli(args: readonly string[], program: string): Promise<number> {
  const request = readArguments(args)
  switch (request.kind) {
    case 'help':
      console.log(usage(program))
      return EXIT.done
    case 'version':
      console.log(packageVersion())
      return EXIT.done
    case 'misuse':
      console.error(`${program}: ${request.reason} (${program} --help shows what there is)`)
      return EXIT.misuse
    case 'run':
      return runUntilStopped(request.options, program)
  }
}

// --- helpers, in order of use ---

type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'misuse'; readonly reason: string }
  | { readonly kind: 'run'; readonly options: LocalOptions }

function readArguments(args: readonly string[]): Request {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        'max-rows': { type: 'string' },
        'max-bytes': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
    if (values.help) return { kind: 'help' }
    if (values.version) return { kind: 'version' }
    return {
      kind: 'run',
      options: {
        port: numberOf(values.port, DEFAULT_PORT),
        maxRows: numberOf(values['max-rows'], DEFAULT_MAX_ROWS),
        maxBytes: numberOf(values['max-bytes'], DEFAULT_MAX_BYTES),
        ...(values.data === undefined ? {} : { data: values.data }),
      },
    }
  } catch (error) {
    return { kind: 'misuse', reason: error instanceof Error ? firstSentence(error.message) : String(error) }
  }
}

/** An empty text is no number, whatever Number() says. */
function numberOf(text: string | undefined, byDefault: number): number {
  return text === undefined ? byDefault : Number(text || Number.NaN)
}

/** Node goes on about positional arguments, of which there are none. */
function firstSentence(message: string): string {
  return message.split('. ', 1)[0] ?? message
}

const usage = (program: string) => `${program}: an Application Insights on this machine

  ${program} [--port <port>] [--data <file>] [--max-rows <number>] [--max-bytes <number>]

  --port <port>          where to listen on 127.0.0.1 and ::1; 0 takes any free port (default ${DEFAULT_PORT})
  --data <file>          a DuckDB file that keeps the telemetry (default: memory)
  --max-rows <number>    drop the oldest rows beyond this many (default ${DEFAULT_MAX_ROWS})
  --max-bytes <number>   drop the oldest rows when they take more than this (default ${DEFAULT_MAX_BYTES})
  --version              print the version
  --help, -h             print this text`

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }
  return version
}

async function runUntilStopped(options: LocalOptions, program: string): Promise<number> {
  // Telemetry is nobody else's on this machine, whichever file DuckDB puts it into.
  process.umask(0o077)
  try {
    await using local = await startLocal(options)
    const stopped = stopSignal()
    console.log(banner(local, options))
    await stopped
    return EXIT.done
  } catch (error) {
    if (!(error instanceof LocalError)) throw error
    console.error(`${program}: ${error.message}`)
    return error.code === 'AZMON_LOCAL_OPTION' ? EXIT.misuse : EXIT.failed
  }
}

function banner(local: LocalApplicationInsights, { data }: LocalOptions): string {
  return `
  azmon local   ${local.url}

  Set this where your program runs:
  APPLICATIONINSIGHTS_CONNECTION_STRING="${local.connectionString}"

  Telemetry is kept in ${data ?? 'memory, until this process ends (--data <file> keeps it)'}
  Ctrl-C stops
`
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** npx hands the same Ctrl-C on a second time. */
const ECHO_MS = 1_000

/** A second signal, but for an echo of the first, ends the process as it would have without us. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve()
      const letGo = () => {
        for (const signal of SIGNALS) process.off(signal, stop)
      }
      setTimeout(letGo, ECHO_MS).unref()
    }
    for (const signal of SIGNALS) process.on(signal, stop)
  })
}
