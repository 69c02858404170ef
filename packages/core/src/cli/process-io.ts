import { createInterface } from 'node:readline'
import { divertWarnings } from '../diagnostics/warnings'
import type { CliIo } from './io'

/** The world of a command that is run by its name. */
export function processIo(program: string): CliIo {
  const { stdin, stdout, stderr, env } = process
  divertWarnings(() => {}) // they are for programs that go on; a command says itself what went wrong
  // Whoever reads may have seen enough, as `head` has.
  stdout.on('error', () => process.exit())
  return {
    program,
    env,
    print: (line) => stdout.write(`${line}\n`),
    remark: (line) => stderr.write(`${line}\n`),
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    interruptible,
  }
}

// --- helpers, in order of use ---

/** The end of the input, and Ctrl-C, are an empty answer. */
function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(''))
    terminal.question(question, (answer) => {
      resolve(answer)
      terminal.close()
    })
  })
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The second signal ends the process, as it would have without us. */
async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController()
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
  const interrupt = () => {
    stop()
    interruption.abort()
  }
  for (const signal of SIGNALS) process.on(signal, interrupt)
  try {
    return await work(interruption.signal)
  } finally {
    stop()
  }
}
