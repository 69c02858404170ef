import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { majorVersion } from '../version'
import type { TelemetryClientOptions } from './telemetry-client-options'

/** The client options that can be cloned into a worker. */
export interface WorkerOptions {
  readonly options: TelemetryClientOptions
  /** The names of options that cannot be cloned, so that the worker would behave differently. */
  readonly missing: readonly string[]
}

/** Selects the options for a worker. Omits `uncaught` and the callbacks, because they concern the main thread. */
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

/** Passes options to all workers that are created from now on. `undefined` stops this. */
export function offerToWorkers(options: TelemetryClientOptions | undefined): void {
  setEnvironmentData(KEY, options && { ...workerOptions(options) })
}

/** Returns the options that were offered when this worker was created, or by this thread itself. */
export function offeredOptions(): WorkerOptions | undefined {
  return getEnvironmentData(KEY) as unknown as WorkerOptions | undefined
}

// --- helpers ---

const KEY = `azmon.worker-options.${majorVersion}`
