import { isMainThread } from 'node:worker_threads'
import { nextTurn, systemClock } from '../clock'
import { majorVersion } from '../version'
import { drainInThread, type ExitDrain } from './exit-drain'
import { notifyThreads, onThreadTask, type ThreadTask } from './threads'

/**
 * Tracks what was held back until now. `isFinal` is true if the process ends or the client closes, and false if the process
 * may go on.
 */
export type BeforeClose = (isFinal: boolean) => void

/** A pipeline, as the end of the process sees it. */
export interface EndsWithProcess {
  /** There are items to send or to store. */
  readonly holdsItems: boolean
  /** Calls every `BeforeClose` callback, synchronously. Never throws. */
  runBeforeClose(isFinal: boolean): void
  /** Signals of the process have to be handled for this pipeline. */
  readonly handlesSignals: boolean
  /** Sends what is left within `exitFlushMs`, and stores the rest. Never rejects. */
  flushBeforeExit(): Promise<void>
  /** Stores what is left, synchronously. What cannot be stored is dropped and counted. Never throws. */
  storeAtExit(): void
  /** What a thread needs to send what is on disk. Undefined if there is nothing, or if the endpoint fails. */
  readonly exitDrain: ExitDrain | undefined
  /** Stores what is left, synchronously. The process may end or go on. Never throws. */
  storeAtSignal(): void
  /** Sends what is left within `limitMs`, before the process ends by the signal. Never rejects. */
  drainAfterSignal(limitMs: number): Promise<void>
  readonly signalFlushMs: number
}

/** Calls `pipeline` when the process ends. Returns a function that removes it. */
export function endsWithProcess(pipeline: EndsWithProcess): () => void {
  // Two copies of this package would mistake each other's listeners for the application's, so the first serves both.
  const holder = globalThis as { [HOOKS]?: typeof register }
  if (holder[HOOKS] === undefined) Object.defineProperty(holder, HOOKS, { value: register })
  return (holder[HOOKS] ?? register)(pipeline)
}

const HOOKS = Symbol.for(`azmon.exit-hooks.${majorVersion}`)

const registered = new Set<EndsWithProcess>()

function register(pipeline: EndsWithProcess): () => void {
  if (registered.size === 0) {
    // Prepended, because a listener before ours that throws or exits would keep ours from running.
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
 * Flushes once: flushing is work, so Node emits `beforeExit` again afterwards, and a program that logs in its own listener
 * would never end. Flushes in the next tick, to cover what other listeners log.
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

// --- the process ends, and no asynchronous code runs any more in this thread ---

function onExit(): void {
  for (const pipeline of registered) {
    pipeline.runBeforeClose(true)
    pipeline.storeAtExit()
  }
  drainInThread([...registered].flatMap(({ exitDrain = [] }) => exitDrain))
}

// --- the process gets a signal, which by default ends it without running any code ---

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

let stopListening: (() => void) | undefined

function updateSignalListeners(): void {
  const shouldListen = [...registered].some(({ handlesSignals }) => handlesSignals)
  if (shouldListen === (stopListening !== undefined)) return
  stopListening?.()
  stopListening = shouldListen ? listen() : undefined
}

/** Worker threads get no signals: the main thread notifies them. */
function listen(): () => void {
  if (!isMainThread) return onThreadTask(onSignalElsewhere)
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

let isDraining = false

/**
 * Stores everything first, then sends as much as the time allows, because a container loses its disk. A second signal ends
 * the process at once. If the application listens to the signal, it decides when the process ends: its `flush()`,
 * `close()` or `process.exit()` sends what is on disk.
 */
function onSignal(signal: NodeJS.Signals): void {
  // Counted now, because a `once` listener of the application is removed when it has run.
  const isHandled = process.listenerCount(signal) > 1 + passiveListeners()
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

/** In a later turn: pino's main thread passes buffered lines to its worker in this one. */
async function drainThreads(pipelines: readonly EndsWithProcess[]): Promise<void> {
  await new Promise<void>((resolve) => nextTurn(resolve))
  await notifyThreads('drain', Math.max(...pipelines.map(({ signalFlushMs }) => signalFlushMs)))
}

/** The main thread got a signal, and waits for this thread if the task is to drain. */
async function onSignalElsewhere(task: ThreadTask): Promise<void> {
  const pipelines = pipelinesThatHandle()
  // Messages to this thread arrive in the next turn.
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
  for (const pipeline of pipelines) pipeline.runBeforeClose(true) // for items that were tracked while others were sent
  await sendAll(inTime)
}

/**
 * Ends the process by the signal, as it would have ended without us, so that its parent sees the signal. Does nothing if
 * the application has added a listener.
 */
function endBy(signal: NodeJS.Signals, pipelines: readonly EndsWithProcess[]): void {
  if (process.listenerCount(signal) > 1 + passiveListeners()) return
  for (const pipeline of pipelines) pipeline.storeAtExit()
  process.off(signal, onSignal)
  process.kill(process.pid, signal)
}

/**
 * The number of listeners of signal-exit, a dependency of proper-lockfile and many others, in both of its major versions.
 * They do not handle a signal: they raise it again if no other listener exists. So they do not count as the application's.
 */
function passiveListeners(): number {
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
