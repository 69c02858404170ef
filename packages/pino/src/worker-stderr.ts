import { writeSync } from 'node:fs'
import { redirectWarnings } from '@azmon/core/adapter'

/**
 * Prints a line without `process.stderr`. In a worker, `process.stderr` posts messages to the main thread, which reads none
 * while the process ends.
 */
export function printAtOnce(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {} // stderr is closed
}

/** Prints our warnings directly, in Node's format, unless a flag of Node changes how warnings are printed. */
export function printWarningsAtOnce(): void {
  if (isNodeTold()) return
  redirectWarnings((message) => printAtOnce(`(node:${process.pid}) AzmonWarning: ${message}`))
}

// --- helpers ---

/** @see https://nodejs.org/docs/latest/api/cli.html (`--no-warnings`, `--disable-warning`, `--redirect-warnings`) */
function isNodeTold(): boolean {
  const { NODE_OPTIONS = '', NODE_NO_WARNINGS, NODE_REDIRECT_WARNINGS } = process.env
  const told = [...process.execArgv, NODE_OPTIONS].join(' ')
  const isTold = NODE_NO_WARNINGS === '1' || NODE_REDIRECT_WARNINGS !== undefined
  return isTold || /--(?:no-warnings|disable-warning|redirect-warnings)/.test(told)
}
