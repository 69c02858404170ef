import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import { ConfigurationError, type Stats, TelemetryClient } from '@azmon/core'
import { divertWarnings, isFields, type RejectedOptions, roleAt } from '@azmon/core/adapter'
import { lineStream } from '../line-stream'
import { splitOptions } from '../stream-options'
import type { AzureMonitorTargetOptions } from '../target-options'
import { type CommandOptions, readArguments } from './arguments'
import { feed } from './feed'
import { outlastSignals } from './outlast-signals'
import { usage } from './usage'

/** As shells and scripts read them. */
const EXIT = { done: 0, failed: 1, misuse: 2 } as const

/** Runs the command to its end, as a part of `program`. Returns the exit code. */
export async function runCli(args: readonly string[], program: string): Promise<number> {
  // Who reads may have seen enough, as `head` has: that ends nothing but the reading.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  const request = readArguments(args)
  const voice = new Voice(program)
  switch (request.kind) {
    case 'help':
      process.stdout.write(`${usage(program)}\n`)
      return EXIT.done
    case 'version':
      process.stdout.write(`${manifest.version}\n`)
      return EXIT.done
    case 'misuse':
      return voice.refuse(request.reason)
    case 'run':
      if (process.stdin.isTTY) return voice.refuse(HOW_TO_PIPE)
      return run(request.options, voice)
  }
}

// --- helpers, in order of use ---

const manifest: { readonly version: string } = require('../../package.json')

const HOW_TO_PIPE = 'Nothing is piped into it: its input is what a program prints.'

/** What the command says beside its result, in the name that it was called by. */
class Voice {
  readonly #program: string

  constructor(program: string) {
    this.#program = program
  }

  remark(text: string): void {
    process.stderr.write(`${this.#program}: ${text}\n`)
  }

  refuse(reason: string): number {
    this.remark(`${reason} (${this.#program} --help shows what there is)`)
    return EXIT.misuse
  }
}

async function run(options: CommandOptions, voice: Voice): Promise<number> {
  divertWarnings((message) => voice.remark(message)) // Node would print them with advice for programmers
  try {
    return await ship(options, voice)
  } catch (error) {
    if (error instanceof ConfigurationError) return voice.refuse(error.message)
    throw error
  }
}

/** Reads to the end of the input, and sends what it holds. Returns the exit code. */
async function ship(options: CommandOptions, voice: Voice): Promise<number> {
  const { mapping, clientOptions } = splitOptions(transportOptions(options), NOT_IN_FILE)
  const client = new TelemetryClient({ ...clientOptions, handleSignals: false })
  const { messageKey } = options
  const stream = lineStream(client, mapping, () => client.closeBeforeExit(), { config: { messageKey } })
  outlastSignals(() => voice.remark(GOES_ON))
  const end = await feed(process.stdin, options.passThrough ? [stream, process.stdout] : [stream])
  if (end instanceof Error) voice.remark(`The input broke off: ${end.message}.`)
  stream.end()
  await finished(stream)
  return end instanceof Error ? EXIT.failed : report(client.stats(), voice)
}

const INSIDE = 'It works inside a program only.'

/** Nobody tells a command of the logger, and nobody calls it. */
const NOT_IN_FILE: RejectedOptions = {
  messageKey: 'Use --message-key.',
  customLevels: 'Explain them by their numbers: { "levelMap": { "35": 1 } }.',
  level: 'To leave out levels: { "samplingRatioBySeverity": { "0": 0 } }.',
  client: INSIDE,
  credential: INSIDE,
  uncaught: INSIDE,
  onError: INSIDE,
  onDrop: INSIDE,
}

const GOES_ON = 'It goes on until its input has ended and is sent. The next signal ends it at once.'

function transportOptions(options: CommandOptions): AzureMonitorTargetOptions {
  const { connectionString, cloudRole, storagePath, timeKey, nestedKey, optionsFile } = options
  const said = { connectionString, cloudRole, storagePath, timeKey, nestedKey }
  const given = Object.entries(said).filter(([, value]) => value !== undefined)
  const here = process.cwd()
  return {
    cloudRole: roleAt(process.env, here, basename(here) || 'node'), // who speaks is not this program
    ...(optionsFile === undefined ? {} : readOptions(optionsFile)),
    ...Object.fromEntries(given),
  }
}

function readOptions(path: string): AzureMonitorTargetOptions {
  try {
    const options: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    if (isFields(options)) return options
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new ConfigurationError('options', `The file of --options cannot be read as JSON${code}.`)
  }
  throw new ConfigurationError('options', 'The file of --options must hold an object: { "samplingRatio": 0.5 }.')
}

/** Silent where all is well. What other programs have on disk, or have lost there, is not this one's to tell. */
function report({ dropped, droppedByReason, spooled, spool, lastError }: Stats, voice: Voice): number {
  const why = lastError === undefined ? '' : ` Last error: ${lastError.message}`
  const reasons = { ...droppedByReason }
  for (const reason of ['rejected', 'too-large', 'unknown-outcome', 'damaged'] as const) {
    const there = spool.droppedByReason[reason]
    if (there !== undefined && spooled > 0) reasons[reason] = (reasons[reason] ?? 0) + there
  }
  const lost = Object.entries(reasons).filter(([, count]) => count > 0)
  if (lost.length > 0)
    voice.remark(`Records lost: ${lost.map(([reason, count]) => `${count} ${reason}`).join(', ')}.${why}`)
  const waiting = Math.min(spooled - spool.drained, spool.items)
  if (waiting > 0) voice.remark(`Records on disk, for the next run: ${waiting}.${why}`)
  return dropped > 0 || lost.length > 0 ? EXIT.failed : EXIT.done
}
