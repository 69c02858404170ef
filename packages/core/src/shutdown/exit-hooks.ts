import { isMainThread } from 'node:worker_threads'
import { nextTurn, systemClock } from '../clock'
import { majorVersion } from '../version'
import { drainInThread, type ExitDrain } from './exit-drain'
import { notifyThreads, onThreadTask, type ThreadTask } from './threads'

/**
 * Tracks once more what was held back, because the process may end. `isFinal`: it does, or the client closes, and nothing
 * will come after this.
 */
export type BeforeClose = (isFinal: boolean) => void

/** Something that may hold items when the process is about to end. */
export interface EndsWithProcess {
  /** There is something to send, or to bring to the disk. */
  readonly holdsItems: boolean
  /** Takes what others have held back until now. At once; never throws. @see BeforeClose */
  runBeforeClose(isFinal: boolean): void
  /** Whether the process's signals are to be listened to for its sake. */
  readonly handlesSignals: boolean
  /** Sends what is left, within its own time limit; what cannot be sent is stored. Never rejects. */
  flushBeforeExit(): Promise<void>
  /** Stores what is left, at once. There is no later: what cannot be stored is lost, and counted. Never throws. */
  storeAtExit(): void
  /** What is on disk then, to be sent by a thread; undefined if there is nothing, or the endpoint is in trouble. */
  readonly exitDrain: ExitDrain | undefined
  /** Stores what is left, at once: the process may end by the signal, or go on. Never throws. */
  storeAtSignal(): void
  /** Sends what is left, at most for so long: the process ends by the signal after it. Never rejects. */
  drainAfterSignal(limitMs: number): Promise<void>
  readonly signalFlushMs: number
}

/** From now on `pipeline` is asked when the process ends, however it does. Returns how to stop. */
export function endsWithProcess(pipeline: EndsWithProcess): () => void {
  // Of two copies of this package, each would take the other's listeners for the application's: the first does it for both.
  const holder = globalThis as { [HOOKS]?: typeof register }
  if (holder[HOOKS] === undefined) Object.defineProperty(holder, HOOKS, { value: register })
  return (holder[HOOKS] ?? register)(pipeline)
}

const HOOKS = Symbol.for(`azmon.exit-hooks.${majorVersion}`)

const registered = new Set<EndsWithProcess>()

function register(pipeline: EndsWithProcess): () => void {
  if (registered.size === 0) {
    // First in line: a listener before ours that throws, or exits, would be the last one to run.
    process.prependListener('beforeExit', onBeforeExit)
    process.prependListener('exit', onExit)
  }
  registered.add(pipeline)
  updateSignalListeners()
  return () => {
    registered.delete(pipeline)
    updateSignalListeners()
    if (registered.size > 0) return
    process.off('beforeExit', onBeforeExit)
    process.off('exit', onExit)
  }
}

// --- the process has nothing left to do ---

let hasFlushed = false

/**
 * Once only: flushing is work, after which Node asks again, and a program that logs in its own `beforeExit` listener
 * would never end. The flush begins after all listeners have run, so that it covers what they log; where nothing waits
 * it leaves no trace.
 */
function onBeforeExit(): void {
  if (hasFlushed) return
  process.nextTick(() => {
    for (const pipeline of registered) {
      pipeline.runBeforeClose(false)
      if (!pipeline.holdsItems) continue
      hasFlushed = true
      void pipeline.flushBeforeExit()
    }
  })
}

// --- it ends, and nothing asynchronous will happen any more in this thread ---

function onExit(): void {
  for (const pipeline of registered) {
    pipeline.runBeforeClose(true)
    pipeline.storeAtExit()
  }
  drainInThread([...registered].flatMap(({ exitDrain = [] }) => exitDrain))
}

// --- it is asked to end by a signal, which by default runs no code at all ---

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

let stopListening: (() => void) | undefined

function updateSignalListeners(): void {
  const shouldListen = [...registered].some(({ handlesSignals }) => handlesSignals)
  if (shouldListen === (stopListening !== undefined)) return
  stopListening?.()
  stopListening = shouldListen ? listen() : undefined
}

/** Worker threads get no signals. */
function listen(): () => void {
  if (!isMainThread) return onThreadTask(onSignalElsewhere)
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

let isDraining = false

/**
 * Everything is on disk first, and is then sent as far as the time goes: the disk of a container goes with it. A second
 * signal ends the process at once. If the application listens to the signal, it decides when the process ends: its
 * `flush()`, its `close()` or its `process.exit()` sends what is on disk.
 */
function onSignal(signal: NodeJS.Signals): void {
  // Counted now: a listener of the application that runs once is gone when it has run.
  const isHandled = process.listenerCount(signal) > 1 + followers()
  const pipelines = pipelinesThatHandle()
  for (const pipeline of pipelines) {
    pipeline.runBeforeClose(!isHandled)
    pipeline.storeAtSignal()
  }
  if (isHandled) return void notifyThreads('store', 0)
  if (isDraining) {
    endBy(signal, pipelines)
  } else {
    isDraining = true
    void Promise.all([drain(pipelines), drainThreads(pipelines)]).then(() => {
      isDraining = false
      endBy(signal, pipelines)
    })
  }
}

function pipelinesThatHandle(): readonly EndsWithProcess[] {
  return [...registered].filter(({ handlesSignals }) => handlesSignals)
}

/** In a turn of its own: what pino's main thread holds back goes to its worker in one. */
async function drainThreads(pipelines: readonly EndsWithProcess[]): Promise<void> {
  await new Promise<void>((resolve) => nextTurn(resolve))
  await notifyThreads('drain', Math.max(...pipelines.map(({ signalFlushMs }) => signalFlushMs)))
}

/** The main thread has got a signal, and waits for us if it is to drain. */
async function onSignalElsewhere(task: ThreadTask): Promise<void> {
  const pipelines = pipelinesThatHandle()
  // What is under way to this thread arrives in the next turn.
  await new Promise<void>((resolve) => nextTurn(() => nextTurn(resolve)))
  for (const pipeline of pipelines) {
    pipeline.runBeforeClose(task === 'drain')
    pipeline.storeAtSignal()
  }
  if (task === 'drain') await drain(pipelines)
}

async function drain(pipelines: readonly EndsWithProcess[]): Promise<void> {
  const startedMs = systemClock.monotonicMs()
  const sendAll = (some: readonly EndsWithProcess[]) =>
    Promise.all(
      some.map((pipeline) =>
        pipeline.drainAfterSignal(pipeline.signalFlushMs - (systemClock.monotonicMs() - startedMs)),
      ),
    )
  await sendAll(pipelines)
  const inTime = pipelines.filter(({ holdsItems }) => !holdsItems)
  for (const pipeline of pipelines) pipeline.runBeforeClose(true) // what came while the rest was sent
  await sendAll(inTime)
}

/**
 * Does what would have happened without us: the process ends by the signal, and its parent sees that. An application that
 * has begun to listen meanwhile goes on.
 */
function endBy(signal: NodeJS.Signals, pipelines: readonly EndsWithProcess[]): void {
  if (process.listenerCount(signal) > 1 + followers()) return
  for (const pipeline of pipelines) pipeline.storeAtExit()
  process.off(signal, onSignal)
  process.kill(process.pid, signal)
}

/**
 * Listeners of signal-exit, in either of its versions, which proper-lockfile and many others bring along: they do not
 * handle a signal, and raise it again where only such as they listen. They must not keep us from doing the same.
 */
function followers(): number {
  const emitters: readonly unknown[] = [
    (process as { __signal_exit_emitter__?: unknown }).__signal_exit_emitter__,
    (globalThis as { [SIGNAL_EXIT]?: unknown })[SIGNAL_EXIT],
  ]
  return emitters.reduce<number>((sum, emitter) => sum + countOf(emitter), 0)
}

const SIGNAL_EXIT = Symbol.for('signal-exit emitter')

function countOf(emitter: unknown): number {
  if (typeof emitter !== 'object' || emitter === null || !('count' in emitter)) return 0
  return typeof emitter.count === 'number' ? emitter.count : 0
}
