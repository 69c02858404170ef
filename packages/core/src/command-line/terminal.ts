import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { printable } from '../printable'

/** The environment, input and output of a command: those of the process, or those of a test. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints text of the result to stdout, each line printable and whole. A terminal that has colors shows it in `color`. */
  print(text: string, color?: Color): void
  /** Prints text about the result, such as an error or progress, to stderr. */
  remark(text: string): void
  /** Asks the user on stderr; undefined if stdin is not a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  /** Reads stdin to its end; undefined if stdin is a terminal. */
  readonly readInput: (() => Promise<string>) | undefined
  /** The current width of the terminal; undefined if stdout is not a terminal. */
  readonly columns: number | undefined
  /** Aborted when the reader of stdout, such as `head`, has closed it. */
  readonly outputClosed: AbortSignal
}

export type Color = 'red' | 'yellow' | 'gray'

/** Returns the terminal of this process. From then on, a reader that closes stdout or stderr, such as `head`, causes no error. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  const closing = new AbortController()
  stdout.on('error', () => closing.abort())
  stderr.on('error', () => {})
  const hasColors = stdout.isTTY && stdout.hasColors() // false with NO_COLOR
  return {
    env,
    print: (text, color) => {
      const lines = printableLines(text, Number.POSITIVE_INFINITY)
      stdout.write(`${color !== undefined && hasColors ? colored(lines, color) : lines}\n`)
    },
    remark: (text) => stderr.write(`${printableLines(text)}\n`),
    ask: stdin.isTTY ? ask : undefined,
    readInput: stdin.isTTY ? undefined : () => text(stdin),
    get columns() {
      return stdout.isTTY ? stdout.columns : undefined
    },
    outputClosed: closing.signal,
  }
}

// --- helpers, in order of use ---

function printableLines(lines: string, maxLength?: number): string {
  return lines
    .split('\n')
    .map((line) => printable(line, maxLength))
    .join('\n')
}

const SGR: Readonly<Record<Color, number>> = { red: 31, yellow: 33, gray: 90 }

function colored(lines: string, color: Color): string {
  return `\x1b[${SGR[color]}m${lines}\x1b[39m`
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
