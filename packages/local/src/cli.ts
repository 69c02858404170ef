#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LocalError } from './errors'
import { DEFAULT_PORT, type LocalApplicationInsights, type LocalOptions, startLocal } from './start-local'

const usage = `azmon-local: an Application Insights on this machine

  azmon-local [--port <port>] [--data <file>]

  --port <port>   where to listen on 127.0.0.1 and ::1; 0 takes any free port (default ${DEFAULT_PORT})
  --data <file>   a DuckDB file that keeps the telemetry (default: memory)
  --version       print the version
  --help          print this`

type Command =
  | { readonly kind: 'start'; readonly options: LocalOptions }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'misuse'; readonly reason: string }

void run(readCommand(process.argv.slice(2)))

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case 'print':
      console.log(command.text)
      return
    case 'misuse':
      console.error(`azmon-local: ${command.reason} (azmon-local --help shows what there is)`)
      process.exitCode = 2
      return
    case 'start':
      await start(command.options)
  }
}

function readCommand(args: string[]): Command {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    })
    if (values.help) return { kind: 'print', text: usage }
    if (values.version) return { kind: 'print', text: packageVersion() }
    const port = values.port === undefined ? DEFAULT_PORT : Number(values.port || Number.NaN)
    return { kind: 'start', options: values.data === undefined ? { port } : { port, data: values.data } }
  } catch (error) {
    return { kind: 'misuse', reason: error instanceof Error ? firstSentence(error.message) : String(error) }
  }
}

async function start(options: LocalOptions): Promise<void> {
  try {
    const local = await startLocal(options)
    console.log(banner(local, options))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void local.close())
  } catch (error) {
    if (!(error instanceof LocalError)) throw error
    console.error(`azmon-local: ${error.message}`)
    process.exitCode = error.code === 'AZMON_LOCAL_OPTION' ? 2 : 1
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

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string }
  return version
}

/** Node goes on about positional arguments, of which there are none. */
function firstSentence(message: string): string {
  return message.split('. ', 1)[0] ?? message
}
