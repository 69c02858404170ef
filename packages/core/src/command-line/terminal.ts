import { createInterface } from 'node:readline'

/** The environment, input and output of a command: those of the process, or those of a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints a line of the result to stdout. */
  print(line: string): void
  /** Prints a line about the result, such as an error or progress, to stderr. */
  remark(line: string): void
  /** Asks the user on stderr; undefined if stdin is not a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}

/** Returns the terminal of this process. From then on, a reader that closes stdout or stderr, such as `head`, causes no error. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  for (const output of [stdout, stderr]) output.on('error', () => {})
  return {
    env,
    print: (line) => stdout.write(`${line}\n`),
    remark: (line) => stderr.write(`${line}\n`),
    ask: stdin.isTTY ? ask : undefined,
  }
}

// --- helpers ---

/** Resolves with the user's answer; empty at the end of the input and on Ctrl-C. */
function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(''))
    terminal.question(question, (answer) => {
      resolve(answer)
      terminal.close()
    })
  })
}
