import { isMainThread } from 'node:worker_threads'
import { nextTurn, systemClock } from '../clock'
import { majorVersion } from '../version'
import { drainInThread, type ExitDrain } from './exit-drain'
import { notifyThreads, onThreadTask, type ThreadTask } from './threads'

/**
 * Tracks the telemetry that a caller has held back. `isFinal` is true if the process ends or the client closes, and false
 * if the process may continue.
 */
export type BeforeClose = (isFinal: boolean) => void

/** The functions of a pipeline that are called when the process ends. */
export interface EndsWithProcess {
  /** True if there are items to send or store. */
  readonly holdsItems: boolean
  /** Calls every `BeforeClose` callback synchronously. Never throws. */
  runBeforeClose(isFinal: boolean): void
  /** True if process signals have to be handled for this pipeline. */
  readonly handlesSignals: boolean
  /** Sends the remaining items within `exitFlushMs` and stores those that it could not send. Never rejects. */
  flushBeforeExit(): Promise<void>
  /** Stores the remaining items synchronously. Drops and counts those that cannot be stored. Never throws. */
  storeAtExit(): void
  /** The data that a thread needs to send the batches on disk. Undefined without batches, or if the endpoint fails. */
  readonly exitDrain: ExitDrain | undefined
  /** Stores the remaining items synchronously. The process may end or continue. Never throws. */
  storeAtSignal(): void
  /** Sends the remaining items within `limitMs`, before the process ends by the signal. Never rejects. */
  drainAfterSignal(limitMs: number): Promise<void>
  readonly signalFlushMs: number
}

/** Registers `pipeline` to be called when the process ends. Returns a function that removes it. */
export function endsWithProcess(pipeline: EndsWithProcess): () => void {
  // Two copies of this package would mistake each other's listeners for the application's, so both use the first copy.
  const holder = globalThis as { [HOOKS]?: typeof register }
  if (holder[HOOKS] === undefined) Object.defineProperty(holder, HOOKS, { value: register })
  return (holder[HOOKS] ?? register)(pipeline)
}

const HOOKS = Symbol.for(`azmon.exit-hooks.${majorVersion}`)

const registered = new Set<EndsWithProcess>()

function register(pipeline: EndsWithProcess): () => void {
  if (registered.size === 0) {
    // Prepend this listener, because an earlier listener that throws or exits would prevent it from running.
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
 * Flushes only once. Node emits `beforeExit` again after each flush, so a program that logs in its own listener would never
 * end. Flushes in the next tick, to include items that other listeners log.
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

// --- the process ends, and no more asynchronous code runs in this thread ---

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

/** Adds the signal listeners. Worker threads get no signals, so the main thread notifies them. */
function listen(): () => void {
  if (!isMainThread) return onThreadTask(onSignalElsewhere)
  for (const signal of SIGNALS) process.prependListener(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

let isDraining = false

/**
 * Stores everything first, then sends as much as time allows, because a container loses its disk. A second signal ends the
 * process at once. If the application listens for the signal, it decides when the process ends. Its `flush()`, `close()` or
 * `process.exit()` then sends the batches on disk.
 */
function onSignal(signal: NodeJS.Signals): void {
  // Count the listeners now, because a `once` listener of the application is removed after it has run.
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

/** Drains in a later turn, because pino passes buffered lines to its worker in the current turn. */
async function drainThreads(pipelines: readonly EndsWithProcess[]): Promise<void> {
  await new Promise<void>((resolve) => nextTurn(resolve))
  await notifyThreads('drain', Math.max(...pipelines.map(({ signalFlushMs }) => signalFlushMs)))
}

/** Handles a signal that the main thread got. For the task `drain`, the main thread waits for this thread. */
async function onSignalElsewhere(task: ThreadTask): Promise<void> {
  const pipelines = pipelinesThatHandle()
  // Wait, because messages to this thread arrive in the next turn.
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
  for (const pipeline of pipelines) pipeline.runBeforeClose(true) // tracks items that were held back while others were sent
  await sendAll(inTime)
}

/**
 * Ends the process by the signal, as it would have ended without azmon, so that its parent process sees the signal. Does
 * nothing if the application has added a listener.
 */
function endBy(signal: NodeJS.Signals, pipelines: readonly EndsWithProcess[]): void {
  if (process.listenerCount(signal) > 1 + passiveListeners()) return
  for (const pipeline of pipelines) pipeline.storeAtExit()
  process.off(signal, onSignal)
  process.kill(process.pid, signal)
}

/**
 * Returns the number of listeners of signal-exit, a dependency of proper-lockfile and many others, in both major versions.
 * They do not count as the application's listeners, because they only raise the signal again if no other listener exists.
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
