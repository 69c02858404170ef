import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'

/**
 * Keeps the streams of pino's workers referenced while the process ends. Sending telemetry keeps the process alive, and an
 * unreferenced logger may be garbage-collected during that time; pino then terminates its worker, and all records that the
 * worker holds are lost. Returns a function that stops this.
 */
export function keepWorkerStreams(): () => void {
  const workers = new Set<ThreadStreamWorker>()
  const streams = new Set<unknown>()
  const onWorker = (message: unknown) => {
    const { worker } = message as { readonly worker: ThreadStreamWorker }
    workers.add(worker)
    worker.once('exit', () => workers.delete(worker))
  }
  const onBeforeExit = () => {
    streams.clear()
    for (const { stream } of workers) streams.add(stream?.deref?.())
  }
  subscribe(CHANNEL, onWorker)
  process.on('beforeExit', onBeforeExit)
  return () => {
    unsubscribe(CHANNEL, onWorker)
    process.off('beforeExit', onBeforeExit)
  }
}

// --- helpers ---

/** @see https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#worker-thread */
const CHANNEL = 'worker_threads'

/** A pino worker holds a weak reference to its stream. @see https://github.com/pinojs/thread-stream */
type ThreadStreamWorker = Worker & { readonly stream?: Partial<WeakRef<object>> }
