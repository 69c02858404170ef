import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { ConfigurationError, defaultRole, isFields, type Stats, TelemetryClient } from '@azmon/core'
import { lineStream } from '../line-stream'
import { type AzureMonitorTargetOptions, splitTargetOptions } from '../target-options'
import { type CommandOptions, readArguments } from './arguments'
import { feed } from './feed'
import { outlastSignals } from './outlast-signals'
import { USAGE } from './usage'

/** As shells and scripts read them. */
const EXIT = { done: 0, lost: 1, misuse: 2 } as const

/** Runs the command to its end. Returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const request = readArguments(args)
  switch (request.kind) {
    case 'help':
      process.stdout.write(`${USAGE}\n`)
      return EXIT.done
    case 'version':
      process.stdout.write(`${manifest.version}\n`)
      return EXIT.done
    case 'misuse':
      return refuse(request.reason)
    case 'run':
      if (process.stdin.isTTY) return refuse('Nothing is piped into it: node app.js | azmon-pino.')
      return run(request.options)
  }
}

// --- helpers, in order of use ---

const manifest: { readonly version: string } = require('../../package.json')

function refuse(reason: string): number {
  remark(`${reason} (azmon-pino --help shows what there is)`)
  return EXIT.misuse
}

function remark(text: string): void {
  process.stderr.write(`azmon-pino: ${text}\n`)
}

async function run(options: CommandOptions): Promise<number> {
  // Node would print them with advice for programmers.
  process.removeAllListeners('warning').on('warning', ({ message }) => remark(message))
  try {
    return report(await ship(options))
  } catch (error) {
    if (error instanceof ConfigurationError) return refuse(error.message)
    throw error
  }
}

/** Reads to the end of the input, and sends what it holds. */
async function ship(options: CommandOptions): Promise<Stats> {
  const { mapping, clientOptions } = splitTargetOptions(transportOptions(options))
  const client = new TelemetryClient({ ...clientOptions, handleSignals: false })
  const { messageKey } = options
  const stream = lineStream(client, mapping, () => client.closeBeforeExit(), { messageKey })
  outlastSignals(() => remark('It goes on until its input has ended and is sent. The next signal ends it at once.'))
  await feed(process.stdin, options.passThrough ? [stream, process.stdout] : [stream])
  stream.end()
  await finished(stream)
  return client.stats()
}

function transportOptions(options: CommandOptions): AzureMonitorTargetOptions {
  const { connectionString, cloudRole, storagePath, timeKey, nestedKey, optionsFile } = options
  const said = { connectionString, cloudRole, storagePath, timeKey, nestedKey }
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  const here = process.cwd()
  return {
    cloudRole: defaultRole(process.env, join(here, basename(here))), // who speaks is not this program
    ...(optionsFile === undefined ? {} : readOptions(optionsFile)),
    ...Object.fromEntries(given),
  }
}

function readOptions(path: string): AzureMonitorTargetOptions {
  try {
    const options: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isFields(options)) return options
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new ConfigurationError('options', `The file of --options cannot be read as JSON${code}.`)
  }
  throw new ConfigurationError('options', 'The file of --options must hold an object: { "samplingRatio": 0.5 }.')
}

/** Silent where all is well. */
function report({ dropped, droppedByReason, spool, lastError }: Stats): number {
  const lost = dropped + spool.dropped
  const reasons = Object.entries({ ...spool.droppedByReason, ...droppedByReason }).map(
    ([reason, n]) => `${reason} ${n}`,
  )
  const why = lastError === undefined ? '' : ` Last error: ${lastError.message}`
  if (lost > 0) remark(`Records lost: ${lost} (${reasons.join(', ')}).${why}`)
  else if (spool.items > 0) remark(`Records on disk, for the next run: ${spool.items}.${why}`)
  return lost > 0 ? EXIT.lost : EXIT.done
}
