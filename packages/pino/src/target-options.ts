import { ConfigurationError } from '@azmon/core'
import { checkClientOptions, type RejectedOptions } from '@azmon/core/adapter'
import { type AzureMonitorStreamOptions, OPTIONS_OF_PINO, type SplitOptions, splitOptions } from './stream-options'

/** The options of the stream without a worker, except those that cannot reach pino's worker or are meaningless there. */
export interface AzureMonitorTargetOptions
  extends Omit<AzureMonitorStreamOptions, 'client' | 'processors' | 'credential' | 'uncaught' | 'onError' | 'onDrop'> {
  /** Paths of modules that export a function. It is called with each envelope before sampling; `false` drops the item. */
  readonly processors?: readonly string[] | undefined
}

/**
 * Checks the options of the target on the main thread. In the worker, a mistake would only cause an `'error'` of the stream
 * later, or a line on stderr if the process ends first. Does not load the modules of processors.
 *
 * @returns `options` itself
 * @throws ConfigurationError if an option cannot work, or cannot reach a worker.
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

/** @throws ConfigurationError if an option of the mapping cannot work. */
export function splitTargetOptions(options: AzureMonitorTargetOptions): SplitOptions {
  return splitOptions(options, NOT_IN_WORKER)
}

// --- helpers, in order of use ---

const NOT_IN_WORKER: RejectedOptions = {
  ...OPTIONS_OF_PINO,
  client: "It cannot reach pino's worker: use azureMonitorStream({ client }).",
  credential: "Its functions cannot reach pino's worker: use azureMonitorStream({ credential }).",
  uncaught:
    "It would only see errors of pino's worker: use process.on('uncaughtExceptionMonitor', (error) => logger.fatal(error)).",
  onError:
    "A function cannot reach pino's worker: listen to 'azmon:error' on the stream that pino.transport() returns.",
  onDrop: "A function cannot reach pino's worker: listen to 'azmon:drop' on the stream that pino.transport() returns.",
}

/** Returns the value as the worker receives it. */
function cloned(name: string, value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    const cure = 'Use azureMonitorStream(options) instead. Processors may also be paths of modules.'
    throw new ConfigurationError(name, `${name} contains a function, which cannot reach pino's worker. ${cure}`)
  }
}
