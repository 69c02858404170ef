import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Returns how many milliseconds longer than on an idle machine something may currently take. It is proportional to how late
 * an empty process ends, and 0 if that process ends on time. Tests add it to wall-clock limits, so that another program that
 * needs the processor slows a test down instead of failing it.
 */
export async function slackMs(): Promise<number> {
  const startedMs = performance.now()
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'close')
  return Math.max(0, performance.now() - startedMs - EMPTY_MS) * FACTOR
}

// --- helpers ---

/** Slightly more than the time that an empty process takes on an idle machine. */
const EMPTY_MS = 100

/** The processes in tests load a hundred times as much code as an empty process, and communicate with each other. */
const FACTOR = 20
