import { Writable } from 'node:stream'
import type { MessagePort } from 'node:worker_threads'
import { printAtOnce } from './worker-stderr'

/**
 * Opens a stream for a worker that cannot work. The main thread gets `error` as if it had been thrown here. A main thread that
 * is exiting no longer reads messages and would wait ten seconds for a worker that has ended, so this stream discards the
 * rest of the input and then prints the error itself.
 */
export function refusingStream(error: Error, port: MessagePort): Writable {
  port.postMessage({ code: 'ERROR', err: error }) // the main thread ends this worker when it reads this
  return new Writable({
    write: (_chunk, _encoding, done) => done(),
    final: (done) => {
      printAtOnce(String(error))
      done()
    },
  })
}
