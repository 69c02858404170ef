import { createInterface } from 'node:readline'
import { printable } from '../printable'

/** The environment, input and output of a command: those of the process, or those of a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints text of the result to stdout, each line printable. */
  print(text: string): void
  /** Prints text about the result, such as an error or progress, to stderr. */
  remark(text: string): void
  /** Asks the user on stderr; undefined if stdin is not a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}

/** Returns the terminal of this process. From then on, a reader that closes stdout or stderr, such as `head`, causes no error. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  for (const output of [stdout, stderr]) output.on('error', () => {})
  return {
    env,
    print: (text) => stdout.write(`${printableLines(text)}\n`),
    remark: (text) => stderr.write(`${printableLines(text)}\n`),
    ask: stdin.isTTY ? ask : undefined,
  }
}

// --- helpers ---

function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
}

/** Resolves with the user's answer; empty at the end of the input and on Ctrl-C. */
function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(''))
    terminal.question(printableLines(question), (answer) => {
      resolve(answer)
      terminal.close()
    })
  })
}
