import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { majorVersion } from '../version'
import type { TelemetryClientOptions } from './telemetry-client-options'

/** The options of a client, as far as they can be cloned into a worker. */
export interface WorkerOptions {
  readonly options: TelemetryClientOptions
  /** The names of options without which a worker sends something else, and which cannot be cloned. */
  readonly missing: readonly string[]
}

/** `uncaught` and the callbacks are about the main thread; a worker reports to it by other means. */
export function workerOptions(all: TelemetryClientOptions): WorkerOptions {
  const { uncaught, onError, onDrop, credential, processors = [], ...others } = all
  const paths = processors.filter((processor) => typeof processor === 'string')
  const given = { ...others, ...(paths.length > 0 ? { processors: paths } : {}) }
  return {
    options: structuredClone(given),
    missing: [
      ...(credential === undefined ? [] : ['credential']),
      ...(paths.length === processors.length ? [] : ['processors']),
    ],
  }
}

/** Hands options to all workers that are created from now on, until the next call; undefined hands them none. */
export function offerToWorkers(options: TelemetryClientOptions | undefined): void {
  setEnvironmentData(KEY, options && { ...workerOptions(options) })
}

/** The options that were offered when this worker was created, or on this thread. */
export function offeredOptions(): WorkerOptions | undefined {
  return getEnvironmentData(KEY) as unknown as WorkerOptions | undefined
}

// --- helpers ---

const KEY = `azmon.worker-options.${majorVersion}`
