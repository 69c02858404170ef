import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Returns how much longer than on an idle machine something may take here and now, in milliseconds: in proportion to how
 * late an empty process ends, and 0 if it is in time. Bounds of wall-clock time are raised by it, so that another program that
 * needs the processor makes a test slower, not red.
 */
export async function slackMs(): Promise<number> {
  const startedMs = performance.now()
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'close')
  return Math.max(0, performance.now() - startedMs - EMPTY_MS) * FACTOR
}

// --- helpers ---

/** What an empty process takes on an idle machine, and a little more. */
const EMPTY_MS = 100

/** The processes of tests load a hundred times as much code as an empty one, and talk to each other. */
const FACTOR = 20
