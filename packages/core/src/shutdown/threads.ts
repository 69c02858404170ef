import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import { systemClock } from '../clock'
import { majorVersion } from '../version'

/** `store`: the process may continue. `drain`: the process ends by the signal when everything is sent, or at the timeout. */
export type ThreadTask = 'store' | 'drain'

/**
 * Only the main thread receives signals. It passes them to the clients in worker threads through shared memory:
 *
 *     main thread   TASK changes ─────► each thread stores, and drains ─────► DONE is incremented
 *
 * Unlike a message port, shared memory keeps no thread alive, and costs nothing before the first signal. Threads that are
 * created before the main thread loads this package are not included.
 */
const SHARED = `azmon.threads.${majorVersion}`

/** Indexes into the shared memory: the number of threads, the last task (odd: drain), the number of threads that are done. */
const THREADS = 0
const TASK = 1
const DONE = 2

const shared = isMainThread ? sharedWithWorkers() : inherited()

/** Runs `work`, which must not reject, for each task. Call it in a worker thread. Returns a function that stops it. */
export function onThreadTask(work: (task: ThreadTask) => Promise<void>): () => void {
  if (shared === undefined) return () => {}
  let isOver = false
  Atomics.add(shared, THREADS, 1)
  void serve(shared, work, () => isOver)
  const leave = () => {
    if (!isOver) Atomics.sub(shared, THREADS, 1)
    isOver = true
  }
  process.once('exit', leave) // emitted when this thread exits
  return () => {
    process.off('exit', leave)
    leave()
  }
}

/** Passes a task to all threads. Call it in the main thread. Resolves when all threads are done, or after `limitMs`. */
export async function notifyThreads(task: ThreadTask, limitMs: number): Promise<void> {
  const threads = shared === undefined ? 0 : Atomics.load(shared, THREADS)
  if (shared === undefined || threads === 0) return
  let isTimeUp = false
  const timer = systemClock.after(
    limitMs,
    () => {
      isTimeUp = true
      Atomics.notify(shared, DONE)
    },
    'keeps-alive',
  )
  const last = Atomics.load(shared, TASK)
  const isDrain = task === 'drain' ? 1 : 0
  Atomics.store(shared, DONE, 0)
  Atomics.store(shared, TASK, last + ((last & 1) === isDrain ? 2 : 1))
  Atomics.notify(shared, TASK)
  for (let done = 0; done < threads && !isTimeUp; done = Atomics.load(shared, DONE)) await changed(shared, DONE, done)
  timer.cancel()
}

// --- helpers, in order of use ---

function sharedWithWorkers(): Int32Array {
  const words = inherited() ?? new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT))
  setEnvironmentData(SHARED, words)
  return words
}

function inherited(): Int32Array | undefined {
  const words: unknown = getEnvironmentData(SHARED)
  return words instanceof Int32Array ? words : undefined
}

async function serve(
  words: Int32Array,
  work: (task: ThreadTask) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  let last = Atomics.load(words, TASK)
  for (;;) {
    await changed(words, TASK, last)
    if (isOver()) return
    last = Atomics.load(words, TASK)
    await work((last & 1) === 1 ? 'drain' : 'store')
    Atomics.add(words, DONE, 1)
    Atomics.notify(words, DONE)
  }
}

/** Resolves when the word at `index` is no longer `value`, or when it is notified. */
async function changed(words: Int32Array, index: number, value: number): Promise<void> {
  const { value: change } = Atomics.waitAsync(words as Int32Array<SharedArrayBuffer>, index, value)
  await change
}
