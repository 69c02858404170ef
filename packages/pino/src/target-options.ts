import { ConfigurationError } from '@azmon/core'
import { checkClientOptions, type RejectedOptions } from '@azmon/core/adapter'
import { type AzureMonitorStreamOptions, OPTIONS_OF_PINO, type SplitOptions, splitOptions } from './stream-options'

/** What the stream in process takes, but for what cannot reach pino's worker, or would mean nothing there. */
export interface AzureMonitorTargetOptions
  extends Omit<AzureMonitorStreamOptions, 'client' | 'processors' | 'credential' | 'uncaught' | 'onError' | 'onDrop'> {
  /** Paths of modules that export a function: it sees each envelope before sampling. `false` drops the item. */
  readonly processors?: readonly string[] | undefined
}

/**
 * Checks options for the target before there is a worker: there, a mistake is an `'error'` of the stream some time later,
 * or a line on stderr where the process ends before. Only modules of processors are not looked at.
 *
 * @returns `options` itself
 * @throws ConfigurationError when an option cannot work, or cannot reach a worker.
 * @example
 * pino({ transport: { target: '@azmon/pino', options: validateOptions({ samplingRatio: 0.5 }) } })
 */
export function validateOptions<O extends AzureMonitorTargetOptions>(options: O): O {
  const { clientOptions } = splitTargetOptions(options)
  checkClientOptions(
    Object.fromEntries(Object.entries(clientOptions).map(([name, value]) => [name, cloned(name, value)])),
  )
  return options
}

/** @throws ConfigurationError when an option of ours cannot work. */
export function splitTargetOptions(options: AzureMonitorTargetOptions): SplitOptions {
  return splitOptions(options, NOT_IN_WORKER)
}

// --- helpers, in order of use ---

const NOT_IN_WORKER: RejectedOptions = {
  ...OPTIONS_OF_PINO,
  client: "It cannot reach pino's worker: use azureMonitorStream({ client }).",
  credential: "Its functions cannot reach pino's worker: use azureMonitorStream({ credential }).",
  uncaught:
    "It would see errors of pino's worker only: use process.on('uncaughtExceptionMonitor', (error) => logger.fatal(error)).",
  onError: "A function cannot reach pino's worker: listen to 'azmon:error' of what pino.transport() returns.",
  onDrop: "A function cannot reach pino's worker: listen to 'azmon:drop' of what pino.transport() returns.",
}

/** As it arrives there. */
function cloned(name: string, value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    const cure = 'Use azureMonitorStream(options) instead, or for processors the paths of modules.'
    throw new ConfigurationError(name, `${name} has a function, which cannot reach pino's worker. ${cure}`)
  }
}
