import { type Command, refuse, type Terminal } from '@azmon/core/command-line'
import { OPTIONS, type PinoOptions } from './options'
import { ship } from './ship'

/** Returns the command that sends the output of a program. `name` is the command that the user typed. */
export function pinoCommand(name: string): Command<typeof OPTIONS> {
  return {
    name,
    version: manifest.version,
    summary: 'send what a program prints to Azure Monitor',
    usage: `node app.js | ${name} [options]`,
    options: OPTIONS,
    notes: [
      'A line that pino wrote becomes a trace, an exception or a custom event, as with the transport @azmon/pino; any other line becomes a trace.',
      'The command reads until its input ends, and then sends the rest for at most 3 seconds. Records that do not fit in memory, or are not sent by then, stay on disk (at most 100 MiB) for the next run, or for any program that sends to the same resource.',
      `Ctrl-C and SIGTERM are meant for the program before the pipe. It may still print, so ${name} keeps reading. If the input has not ended after a second, the next signal ends ${name}, and the records it has read stay on disk. Without a connection string it warns once and keeps reading, so that the program before the pipe keeps running.`,
      `Examples:\n  node app.js | ${name} --pass-through | pino-pretty\n  node app.js 2>&1 | ${name} --cloud-role shop`,
    ],
    exitCodes: {
      0: 'everything was sent or is stored on disk',
      1: 'records were lost, or reading failed',
      2: 'the command line or the options file is wrong; nothing was read',
      '128 + n': 'ended by signal n',
    },
    run: (options, terminal) => run(options, name, terminal),
  }
}

// --- helpers, in order of use ---

const manifest: { readonly version: string } = require('../../package.json')

function run(options: PinoOptions, name: string, terminal: Terminal): Promise<number> | number {
  if (process.stdin.isTTY) return refuse(name, 'stdin is a terminal: pipe the output of a program into it.', terminal)
  return ship(options, (message) => terminal.remark(`${name}: ${message}`))
}
