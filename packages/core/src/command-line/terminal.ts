import { createInterface } from 'node:readline'

/** What a command sees of the world: the process it runs in, or a test's own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints a line of the result, to stdout. */
  print(line: string): void
  /** Prints a line about the result, such as an error or the progress, to stderr. */
  remark(line: string): void
  /** Asks the user on stderr; undefined if stdin is not a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}

/** The terminal of this process. From now on a reader of stdout or stderr that goes away, as `head` does, ends nothing. */
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

/** The end of the input, and Ctrl-C, are an empty answer. */
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
