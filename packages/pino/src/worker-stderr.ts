import { writeSync } from 'node:fs'
import { divertWarnings } from '@azmon/core'

/** Without `process.stderr`, which in a worker is a message to the main thread: that hears none while the process ends. */
export function printAtOnce(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {} // nobody is there to read it
}

/** As Node prints warnings, and none where it was told to print none. */
export function printWarningsAtOnce(): void {
  if (process.listenerCount('warning') === 0) return
  divertWarnings((message) => printAtOnce(`(node:${process.pid}) AzmonWarning: ${message}`))
}
