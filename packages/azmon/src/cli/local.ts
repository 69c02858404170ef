import { once } from 'node:events'
import { type Command, count, EXIT, interruptible, type Terminal, type ValuesOf } from '@azmon/core/command-line'
import type { LocalApplicationInsights, LocalStatus } from '@azmon/local'
import { findLocal } from './find-package'
import { version } from './version'

const OPTIONS = {
  port: {
    kind: 'whole-number',
    placeholder: '<port>',
    min: 0,
    max: 65_535,
    help: 'listen on this port; 0 selects any free port (default: 4380)',
  },
  data: {
    kind: 'string',
    placeholder: '<file>',
    help: 'keep the telemetry in this DuckDB file (default: in memory)',
  },
  maxRows: {
    kind: 'whole-number',
    placeholder: '<number>',
    min: 1,
    help: 'drop the oldest rows beyond this many (default: 5 million)',
  },
  maxBytes: {
    kind: 'whole-number',
    placeholder: '<number>',
    min: 1,
    help: 'drop the oldest rows if all of them take more than this (default: 512 MiB)',
  },
  maxAge: {
    kind: 'duration',
    placeholder: '<time>',
    help: 'drop rows that are older, such as 12h or 7d (default: 90d)',
  },
  stateDirectory: {
    kind: 'string',
    placeholder: '<directory>',
    help: 'keep the certificate for https there (default: below XDG_STATE_HOME or ~/.local/state)',
  },
  checks: {
    kind: 'string',
    placeholder: '<file>',
    help: 'a JSON file of alerts, as for azmon check, to evaluate at GET /api/checks',
  },
  host: {
    kind: 'string',
    placeholder: '<address>',
    help: 'listen on this address, such as 0.0.0.0 (default: 127.0.0.1 and ::1); then senders need a key of --ikey, and readers the --token',
  },
  allowHost: {
    kind: 'string',
    placeholder: '<names>',
    help: 'names by which other machines and containers reach it, separated by commas: host.docker.internal',
  },
  ikey: {
    kind: 'string',
    placeholder: '<guids>',
    help: 'the instrumentation keys to accept (default: any; with --host a random one)',
  },
  token: {
    kind: 'string',
    placeholder: '<string>',
    help: 'the token that readers must send (default: none; with --host a random one, which ps does not show)',
  },
  source: {
    kind: 'string',
    placeholder: '<source>',
    help: 'who answers the queries of the page (default: the telemetry that is stored here): http://127.0.0.1:4381, appinsights:<application id>, workspace:<workspace id> or https://<cluster>/<database>',
  },
  forward: {
    kind: 'string',
    placeholder: '<connection string>',
    help: 'also send what arrives to this resource, unchanged; what cannot be sent waits on disk',
  },
  fault: {
    kind: 'string',
    placeholder: '<faults>',
    help: 'misbehave, to test the retries of a client; separated by commas: 503:10s, 429:times=2:retry-after=5, 206:every=3:429, drop, drop=stored, slow=2s',
  },
} as const

/** Returns the command for the local Application Insights, under the name that the user typed. */
export function localCommand(name: string): Command<typeof OPTIONS> {
  return {
    name,
    version,
    summary: 'run an Application Insights on this machine until Ctrl-C',
    options: OPTIONS,
    notes: [
      'Prints the address of its page and the setting that makes your program send there. It comes with @azmon/local; if that package is not installed, npm fetches it.',
    ],
    exitCodes: { 0: 'stopped by a signal', 1: 'it could not start', 2: 'the command line is wrong' },
    run: (values, terminal) => runLocal(values, name, terminal),
  }
}

// --- helpers, in order of use ---

async function runLocal(values: ValuesOf<typeof OPTIONS>, name: string, terminal: Terminal): Promise<number> {
  const found = await findLocal((message) => terminal.remark(`${name}: ${message}`))
  if (found === undefined) return EXIT.failed
  // Other users must not be able to read the telemetry, whichever files DuckDB creates.
  process.umask(0o077)
  const { allowHost, ikey, maxAge, fault, ...others } = values
  const allowHosts = listOf(allowHost)
  const converted = { maxAgeMs: maxAge, allowHosts, instrumentationKeys: listOf(ikey), faults: listOf(fault) }
  const local = await found.startLocal({ ...others, ...converted })
  return interruptible(async (interrupted) => {
    const stopped = once(interrupted, 'abort')
    terminal.print(banner(local, values.data, allowHosts))
    await stopped
    await local.close()
    reportForwarded(local.status(), name, terminal)
    return EXIT.done
  })
}

/** Tells what was not delivered. */
function reportForwarded({ forward }: LocalStatus, name: string, terminal: Terminal): void {
  if (forward === undefined || forward.onDisk + forward.dropped === 0) return
  const { endpoint, onDisk, dropped } = forward
  const lost = dropped === 0 ? '' : `; ${count(dropped, 'item')} dropped`
  terminal.remark(`${name}: ${count(onDisk, 'item')} for ${endpoint} on disk, which the next start sends${lost}.`)
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((part) => part.trim())
}

function banner(local: LocalApplicationInsights, data: string | undefined, allowHosts: readonly string[] = []): string {
  const { url, connectionString, caPath, token } = local
  const setting = `APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"`
  const fromElsewhere = allowHosts.map(
    (name) => `
  On machines that reach it as ${name}:

  .env          APPLICATIONINSIGHTS_CONNECTION_STRING="${local.connectionStringFor(name)}"
                AZMON_ALLOW_PRIVATE_HTTP=1
`,
  )
  return `
  azmon local   ${url}${token === undefined ? '' : `?token=${token}`}

  Set this where your program runs:

  bash          export ${setting}
  PowerShell    $env:${setting}
  .env          ${setting}
${fromElsewhere.join('')}${caPath === undefined ? '' : trustOf(caPath)}
  Telemetry is kept in ${data ?? 'memory until this process ends (--data <file> keeps it)'}
${besideStoring(local.status())}  Ctrl-C stops
`
}

/** Lines about what is not the default. */
function besideStoring({ source, forward }: LocalStatus): string {
  const lines = [
    ...(source.isEmbedded ? [] : [`The page and its queries show ${source.name}`]),
    ...(forward === undefined ? [] : [`Telemetry is also sent to ${forward.endpoint}`]),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

/** Azure's own SDKs send over https even to an http address. */
function trustOf(caPath: string): string {
  return `
  For Azure's SDKs, which use https, on the same port:

  bash          export NODE_EXTRA_CA_CERTS="${caPath}"
  PowerShell    $env:NODE_EXTRA_CA_CERTS="${caPath}"
`
}
