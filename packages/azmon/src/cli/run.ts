import { nearestName } from '@azmon/core/adapter'
import { processIo, runCli as runCore } from '@azmon/core/cli'
import { runLocal } from './run-local'

/** Runs one of the suite's commands to its end. Returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const [first = '', ...rest] = args
  switch (first) {
    case '--help':
    case '-h':
      process.stdout.write(`${USAGE}\n`)
      return EXIT.done
    case '--version':
      process.stdout.write(`${manifest.version}\n`)
      return EXIT.done
    case 'doctor':
    case 'spool':
      return runCore(args, processIo('azmon'))
    case 'pino':
      return (await import('@azmon/pino/cli')).runCli(rest, 'azmon pino')
    case 'local':
      return runLocal(rest, 'azmon local')
    default:
      return first === '' || first.startsWith('-') ? runLocal(args, 'azmon') : refuse(first)
  }
}

// --- helpers, in order of use ---

/** As shells and scripts read them. */
const EXIT = { done: 0, misuse: 2 } as const

const manifest: { readonly version: string } = require('../../package.json')

const USAGE = `azmon: telemetry of Node programs for Azure Monitor, and an Application Insights on this machine to look at it

  azmon            the local Application Insights, until Ctrl-C: an endpoint and a page (azmon local --help)
  azmon doctor     can telemetry get from here to its resource? one line per check, with the cure
  azmon spool ls   what waits on disk, because the endpoint did not take it or the process ended first; also drain, purge
  azmon pino       brings what a program prints to Application Insights: node app.js | azmon pino

  --help, -h       after a command: all of it
  --version        print the version`

function refuse(word: string): number {
  // It may be a key in the wrong place.
  const shown = /^[a-z-]{1,20}$/i.test(word) ? word : 'That'
  const nearest = nearestName(word, ['local', 'doctor', 'spool', 'pino'])
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  process.stderr.write(`azmon: ${shown} is not a command.${meant} (azmon --help shows what there is)\n`)
  return EXIT.misuse
}
