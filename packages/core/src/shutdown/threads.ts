import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads'
import { systemClock } from '../clock'
import { majorVersion } from '../version'

/** `store`: the process may go on. `drain`: it ends by the signal once everything is sent, or the time is up. */
export type ThreadTask = 'store' | 'drain'

/**
 * Signals reach the main thread alone. It passes them on to the clients in worker threads by memory that all threads share:
 *
 *     main thread   TASK changes ─────► each thread stores, and drains ─────► DONE goes up
 *
 * Unlike a port, it keeps no thread and no process alive, and costs nothing until there is a signal. Threads that are
 * created before the main thread loads this package do not take part.
 */
const SHARED = `azmon.threads.${majorVersion}`

/** The words of that memory: how many threads take part, the last task (odd: drain), how many threads have done it. */
const THREADS = 0
const TASK = 1
const DONE = 2

const shared = isMainThread ? sharedWithWorkers() : inherited()

/** In a worker thread: runs `work`, which never rejects, for each task of the main thread. Returns how to stop. */
export function onThreadTask(work: (task: ThreadTask) => Promise<void>): () => void {
  if (shared === undefined) return () => {}
  let isOver = false
  Atomics.add(shared, THREADS, 1)
  void serve(shared, work, () => isOver)
  const leave = () => {
    if (!isOver) Atomics.sub(shared, THREADS, 1)
    isOver = true
  }
  process.once('exit', leave) // of this thread
  return () => {
    process.off('exit', leave)
    leave()
  }
}

/** In the main thread: resolves when all threads have done the task, at the latest after `limitMs`. */
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

/** Resolves when the word is no longer `value`, or somebody says so. */
async function changed(words: Int32Array, index: number, value: number): Promise<void> {
  const { value: change } = Atomics.waitAsync(words as Int32Array<SharedArrayBuffer>, index, value)
  await change
}
