import { Writable } from 'node:stream'
import type { MessagePort } from 'node:worker_threads'
import { printAtOnce } from './worker-stderr'

/**
 * What a worker opens that cannot work: the main thread hears of `error` as of one that was thrown here. Where it does not
 * listen any more, because it waits for its worker to read the rest, it would wait for ten seconds for one that has died of
 * the error, and never learn of it: so the rest is read, and the last to speak is this worker.
 */
export function refusingStream(error: Error, port: MessagePort): Writable {
  port.postMessage({ code: 'ERROR', err: error }) // whoever gets to see it ends this worker
  return new Writable({
    write: (_chunk, _encoding, done) => done(),
    final: (done) => {
      printAtOnce(String(error))
      done()
    },
  })
}
