import type { Terminal } from '@azmon/core/command-line'
import { runCli } from '../../src/cli/run'

export interface ATerminal {
  readonly terminal: Terminal
  readonly printed: readonly string[]
  readonly remarks: readonly string[]
}

/** A terminal of a test, as a pipe unless `more` says otherwise. */
export function aTerminal(more: Partial<Terminal> = {}): ATerminal {
  const printed: string[] = []
  const remarks: string[] = []
  const terminal: Terminal = {
    env: {},
    print: (text) => printed.push(text),
    remark: (text) => remarks.push(text),
    ask: undefined,
    readInput: undefined,
    columns: undefined,
    outputClosed: new AbortController().signal,
    ...more,
  }
  return { terminal, printed, remarks }
}

/** Runs a command in this process, which is faster than in one of its own. */
export async function runHere(args: readonly string[]) {
  const { terminal, printed, remarks } = aTerminal()
  const code = await runCli(args, terminal)
  const linesOf = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('')
  return { code, stdout: linesOf(printed), stderr: linesOf(remarks) }
}
