import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, Worker } from 'node:worker_threads'
import type { Destination } from '../options/connection-string'
import type { DeliveryOptions } from '../options/resolve'

/** The data that a thread needs to send the files that one pipeline has on disk. Can be cloned. */
export interface ExitDrain {
  readonly destination: Destination
  readonly delivery: Omit<DeliveryOptions, 'credential'>
  /** The bearer token. Undefined if the resource accepts keys. */
  readonly token: string | undefined
  /** The writer of the files. @see FileNames.writer */
  readonly writer: string
}

export interface ThreadData {
  readonly drains: readonly ExitDrain[]
  /** A single Int32 that only increases: see `PHASE`. */
  readonly phase: SharedArrayBuffer
}

export const PHASE = { loading: 0, sending: 1, done: 2 } as const

/**
 * Sends files from another thread while this thread blocks. Used when the process ends by `process.exit()` or an uncaught
 * error, because Node then runs no more asynchronous code in this thread. Each drain takes at most its `signalFlushMs`.
 * Does nothing in a worker thread, or if a bundler omitted the thread's file. Never throws.
 */
export function drainInThread(drains: readonly ExitDrain[]): void {
  const limitMs = Math.max(0, ...drains.map(({ delivery }) => delivery.signalFlushMs))
  if (limitMs === 0 || !isMainThread || THREAD === undefined || !existsSync(THREAD)) return
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  try {
    // Isolate the thread from the application's --import, NODE_OPTIONS and terminal.
    const isolated = { execArgv: [], env: {}, stdout: true, stderr: true }
    const workerData: ThreadData = { drains, phase }
    new Worker(LOADER, { ...isolated, eval: true, workerData: { ...workerData, thread: THREAD } }).on('error', () => {})
    const view = new Int32Array(phase)
    Atomics.wait(view, 0, PHASE.loading, MAX_LOAD_MS)
    Atomics.wait(view, 0, PHASE.sending, limitMs)
  } catch {
    // If no thread can be started, the files stay on disk for the next process.
  }
}

// --- helpers ---

/** Undefined in an ESM bundle, which has no `__dirname`. */
const THREAD = typeof __dirname === 'undefined' ? undefined : join(__dirname, '../pipeline/exit-drain-thread.js')

/** If the thread's module cannot be loaded, reports `done` at once, so that nothing waits for it. */
const LOADER = `
const { workerData } = require('node:worker_threads')
try {
  require(workerData.thread)
} catch {
  const phase = new Int32Array(workerData.phase)
  Atomics.store(phase, 0, ${PHASE.done})
  Atomics.notify(phase, 0)
}`

/** Starting the thread and loading its modules usually takes 100 ms, but much longer on a busy machine. */
const MAX_LOAD_MS = 5_000
