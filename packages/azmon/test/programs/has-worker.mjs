// Prints whether azmon has been started, in the main thread and in a worker.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const isStarted = globalThis[Symbol.for('azmon.started.0')] !== undefined
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  worker.once('message', (inWorker) => console.log(JSON.stringify({ main: isStarted, inWorker })))
} else {
  parentPort.postMessage(isStarted)
}
