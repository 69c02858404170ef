import { writeSync } from 'node:fs'
import { divertWarnings } from '@azmon/core/adapter'

/** Without `process.stderr`, which in a worker is a message to the main thread: that hears none while the process ends. */
export function printAtOnce(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {} // nobody is there to read it
}

/** As Node prints warnings, where nobody has told it to do something else with them. */
export function printWarningsAtOnce(): void {
  if (isNodeTold()) return
  divertWarnings((message) => printAtOnce(`(node:${process.pid}) AzmonWarning: ${message}`))
}

// --- helpers ---

/** @see https://nodejs.org/docs/latest/api/cli.html (`--no-warnings`, `--disable-warning`, `--redirect-warnings`) */
function isNodeTold(): boolean {
  const { NODE_OPTIONS = '', NODE_NO_WARNINGS, NODE_REDIRECT_WARNINGS } = process.env
  const told = [...process.execArgv, NODE_OPTIONS].join(' ')
  const isTold = NODE_NO_WARNINGS === '1' || NODE_REDIRECT_WARNINGS !== undefined
  return isTold || /--(?:no-warnings|disable-warning|redirect-warnings)/.test(told)
}
